using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OciFs.Reference.Cases;
using OciFs.Reference.Trees;

namespace OciFs.Corpus;

/// <summary>
/// What the set-ups made of a layout: in ANSWERS a folder a set-up with its "version" and, for each case, CASE.tsv or CASE.refused (why); for a
/// set-up that could not run SETUP.absent (why).
/// </summary>
internal sealed class Judgement(string layout, string answers)
{
    /// <summary>More would hide the first ones.</summary>
    private const int MostDifferences = 8;

    /// <summary>Breaks ties of groups of one size: whom the design follows where the image-spec leaves a question.</summary>
    private const string Leader = "ctr-overlayfs";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string[] setUps = [.. Directory.GetDirectories(answers).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    /// <summary>Writes expected/CASE.tsv, the tree of the largest agreeing group, and tools.json, who agrees, differs and refuses.</summary>
    public void Write(string target)
    {
        var expected = Path.Combine(target, "expected");
        Directory.CreateDirectory(expected);
        foreach (var old in Directory.GetFiles(expected))
            File.Delete(old);
        var cases = new JsonObject();
        foreach (var name in new CaseCorpus(layout, expected).Names)
        {
            var groups = Groups(name);
            if (groups.Length > 0)
                File.WriteAllText(Path.Combine(expected, name + ".tsv"), groups[0].Tree.ToString());
            cases[name] = Verdict(name, groups);
        }

        var record = new JsonObject { ["setUps"] = SetUps(), ["cases"] = cases };
        File.WriteAllText(Path.Combine(target, "tools.json"), record.ToJsonString(Readable) + "\n");
    }

    private JsonObject SetUps()
    {
        var all = new JsonObject();
        foreach (var setUp in setUps)
            all[setUp] = File.ReadAllText(Path.Combine(answers, setUp, "version")).Trim();
        foreach (var absent in Directory.GetFiles(answers, "*.absent").Order(StringComparer.Ordinal))
            all[Path.GetFileNameWithoutExtension(absent)] = "did not run: " + File.ReadAllText(absent).Trim();
        return all;
    }

    /// <summary>The trees that were made of a case, the one of most set-ups first.</summary>
    private Agreement[] Groups(string name)
    {
        var groups = new List<Agreement>();
        foreach (var setUp in setUps.Where(setUp => File.Exists(Answer(setUp, name, "tsv"))))
        {
            var tree = TreeTable.Load(Answer(setUp, name, "tsv"));
            if (groups.Find(group => group.IsJoinedBy(tree)) is { } group)
                group.Add(setUp, tree);
            else
                groups.Add(new Agreement(setUp, tree));
        }

        return [.. groups.OrderByDescending(group => group.SetUps.Count)
            .ThenByDescending(group => group.SetUps.Contains(Leader, StringComparer.Ordinal))];
    }

    private JsonObject Verdict(string name, Agreement[] groups)
    {
        var verdict = new JsonObject();
        if (EdgeCases.All.FirstOrDefault(item => item.Name == name) is { } built)
            verdict["about"] = built.About;
        if (groups.Length > 0)
            verdict["agree"] = List(groups[0].SetUps);
        foreach (var other in groups.Skip(1))
            Add(verdict, "differ", other.SetUps, "in", List(Differences(groups[0].Tree, other.Tree)));
        foreach (var refusing in setUps.Where(setUp => File.Exists(Answer(setUp, name, "refused")))
            .GroupBy(setUp => File.ReadAllText(Answer(setUp, name, "refused")).Trim(), StringComparer.Ordinal))
            Add(verdict, "refuse", refusing, "saying", refusing.Key);
        return verdict;
    }

    private static void Add(JsonObject verdict, string what, IEnumerable<string> who, string how, JsonNode told)
    {
        if (verdict[what] is null)
            verdict[what] = new JsonArray();
        verdict[what]!.AsArray().Add(new JsonObject { ["setUps"] = List(who), [how] = told });
    }

    private static IEnumerable<string> Differences(TreeTable agreed, TreeTable other)
    {
        var all = TreeComparison.Differences(agreed, other);
        return all.Count <= MostDifferences ? all : [.. all.Take(MostDifferences), $"and {all.Count - MostDifferences} more"];
    }

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    private string Answer(string setUp, string name, string kind) => Path.Combine(answers, setUp, $"{name}.{kind}");
}
