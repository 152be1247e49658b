using OciFs.Fuzz.Harnesses;

namespace OciFs.Fuzz;

/// <summary>What the command line asks for.</summary>
internal sealed record Options
{
    /// <summary>The harnesses to run, in this order.</summary>
    public required IReadOnlyList<string> Harnesses { get; init; }

    /// <summary>Search of each harness, in seconds.</summary>
    public int Seconds { get; init; } = 60;

    /// <summary>Of the random numbers.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The folder for instrumented assemblies, corpora and findings.</summary>
    public required string Output { get; init; }

    /// <summary>Whether this process is to search itself; it is then of instrumented assemblies.</summary>
    public bool IsChild { get; init; }

    /// <summary>An input to run once instead of a search.</summary>
    public string? Replay { get; init; }

    /// <summary>Reads a command line; null where it is not understood.</summary>
    public static Options? Parse(IReadOnlyList<string> arguments)
    {
        var options = new Options { Harnesses = [], Output = Path.Combine(Repository.Root, "artifacts", "fuzz") };
        for (var i = 0; i < arguments.Count; i++)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            if (arguments[i] == "--child")
                options = options with { IsChild = true };
            else if (arguments[i] == "--time" && int.TryParse(value, out var seconds))
                (options, i) = (options with { Seconds = seconds }, i + 1);
            else if (arguments[i] == "--seed" && int.TryParse(value, out var seed))
                (options, i) = (options with { Seed = seed }, i + 1);
            else if (arguments[i] == "--replay" && value.Length > 0)
                (options, i) = (options with { Replay = value }, i + 1);
            else if (Catalogue.Names.Contains(arguments[i], StringComparer.Ordinal))
                options = options with { Harnesses = [.. options.Harnesses, arguments[i]] };
            else
                return null;
        }

        return options.Harnesses.Count > 0 ? options : options with { Harnesses = Catalogue.Names };
    }
}
