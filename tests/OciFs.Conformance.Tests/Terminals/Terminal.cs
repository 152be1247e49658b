using System.Text.Json.Nodes;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Terminals;

/// <summary>A terminal of the kernel's own on which the product is run; what is done there is in terminal.py.</summary>
internal sealed record Terminal
{
    public int Columns { get; init; } = 80;

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where standard output goes instead of the terminal.</summary>
    public string? Output { get; init; }

    /// <summary>Whether the product is held up, so that what takes long does so on any machine.</summary>
    public bool IsSlow { get; init; }

    /// <summary>What is typed as soon as a text has appeared.</summary>
    public (string After, string Keys)? Typed { get; init; }

    /// <summary>The interrupt character.</summary>
    public const string ControlC = "\u0003";

    /// <summary>Runs the product to its end.</summary>
    public TerminalSession Ocifs(params string[] arguments) => Run([Repository.Executable, .. arguments]);

    /// <summary>Runs a program to its end.</summary>
    public TerminalSession Run(params string[] command)
    {
        var variables = new JsonObject { ["TERM"] = "xterm", ["LC_ALL"] = "C.UTF-8" };
        foreach (var (name, value) in Variables)
            variables[name] = value;
        var asked = new JsonObject
        {
            ["argv"] = new JsonArray([.. command.Select(word => (JsonNode)word)]),
            ["columns"] = Columns,
            ["env"] = variables,
            ["stdout"] = Output,
            ["isSlow"] = IsSlow,
            ["keys"] = Typed is { } typed ? new JsonArray(new JsonArray(typed.After, typed.Keys)) : [],
        };
        var script = Path.Combine(Repository.Root, "tests", "OciFs.Conformance.Tests", "Terminals", "terminal.py");
        var told = Command.Run("/usr/bin/python3", script, asked.ToJsonString()).Json();
        return new TerminalSession((string)told["shown"]!, (int)told["status"]!, (bool)told["isAsBefore"]!);
    }
}

/// <summary>What came of it.</summary>
/// <param name="Shown">Every character that was sent to the terminal.</param>
/// <param name="Status">Exit status; below 0 the signal that ended it.</param>
/// <param name="IsAsBefore">Whether <c>stty -a</c> says of the terminal what it said before.</param>
internal sealed record TerminalSession(string Shown, int Status, bool IsAsBefore)
{
    /// <summary>What stands on the screen at the end, by lines; the cursor may have been moved to the beginning of a line only.</summary>
    public string[] Screen()
    {
        Assert.DoesNotContain('\e', Shown);
        return [.. Shown.Split('\n').Select(OnScreen)];
    }

    /// <summary>What was drawn over again and again: all that stood on one line at some time.</summary>
    public string[] Drawn() => [.. Shown.Split('\n').SelectMany(line => line.Split('\r')).Where(text => text.Trim().Length > 0)];

    private static string OnScreen(string line)
    {
        var screen = new List<char>();
        var at = 0;
        foreach (var character in line)
        {
            if (character == '\r')
            {
                at = 0;
                continue;
            }

            if (at == screen.Count)
                screen.Add(' ');
            screen[at++] = character;
        }

        return new string([.. screen]).TrimEnd();
    }
}
