using System.Runtime.CompilerServices;
using OciFs.Reference.Layout;

namespace OciFs.Reference.Cases;

/// <summary>The two corpora of this repository: the one that fifteen set-ups of real tools were asked about, and the cases of <see cref="EdgeCases"/>.</summary>
public static class Corpora
{
    private static readonly string Folder = Path.Combine(TestsFolder(), "corpus");
    private static readonly Lazy<CaseCorpus> LazyGiven = new(() => Of("cases", Path.Combine(Folder, "cases", "layout")));
    private static readonly Lazy<CaseCorpus> LazyBuilt = new(() => Of("built", WrittenLayout()));

    /// <summary>The fixtures of tests/corpus/cases.</summary>
    public static CaseCorpus Given => LazyGiven.Value;

    /// <summary>The generated cases, written into a temporary folder of this process at first use.</summary>
    public static CaseCorpus Built => LazyBuilt.Value;

    /// <summary>Both.</summary>
    public static IReadOnlyList<CaseCorpus> All => [Given, Built];

    /// <summary>The corpus that has a case of this name.</summary>
    public static CaseCorpus Having(string name) => All.First(corpus => corpus.Names.Contains(name, StringComparer.Ordinal));

    private static CaseCorpus Of(string name, string layout) => new(layout, Path.Combine(Folder, name, "expected"));

    private static string WrittenLayout()
    {
        var temporary = new TempFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => temporary.Dispose();
        EdgeCases.Write(new LayoutBuilder(temporary["layout"]));
        return temporary["layout"];
    }

    private static string TestsFolder([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(thisFile, "..", "..", ".."));
}
