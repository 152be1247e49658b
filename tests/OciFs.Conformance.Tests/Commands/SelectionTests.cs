using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests.Commands;

/// <summary>Which image a command line means, and what it says where that is none or several: the same of every command.</summary>
public sealed class SelectionTests : IDisposable
{
    // The config of linux/ppc64le, which no image of the layout has by itself.
    private const string PpcId = "c24ff82a2c2f";

    private static readonly string Source = $"oci:{SchemaTests.Fixture("platforms")}";

    private readonly TempFolder folder = new();

    public static TheoryData<string> Readers => ["images", "inspect", "history", "check", "index"];

    public static TheoryData<string> Commands => [.. Readers.Select(row => row.Data), "mount"];

    [Theory]
    [MemberData(nameof(Commands))]
    public void AnUnknownReferenceIsTold(string command) =>
        Run(command, $"{Source}:nosuch").FailsInOneLine(1, $"{Source}: no image nosuch (none of its ", " images is called so");

    [Theory]
    [MemberData(nameof(Commands))]
    public void AnAmbiguousPrefixIsToldWithItsCandidates(string command)
    {
        // Of 200 IDs some begin with the same three digits; as configs are written here, always the same ones.
        using var layout = new BuiltLayout();
        foreach (var i in Enumerable.Range(0, 200))
            layout.Image($"n{i}", 1, $""" "author":"{i}" """);
        var ids = Command.Ocifs("images", "--json", layout.Source).Json().AsArray();
        var same = ids.OrderBy(image => image!.Text("id"), StringComparer.Ordinal).GroupBy(image => image!.Text("id")[7..10], image => image!.Text("name"), StringComparer.Ordinal).First(names => names.Count() > 1);
        Run(command, $"{layout.Source}:{same.Key}").FailsInOneLine(1, $"{same.Key} is several images ({string.Join(", ", same)})");
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void AnIdIsThatOfThePlatformThatIsAskedFor(string command)
    {
        Run(command, $"{Source}:{PpcId}").FailsInOneLine(1, $"no image {PpcId}");
        Run(command, $"{Source}:{PpcId}", "--platform", "linux/ppc64le").Ok();
    }

    [Fact]
    public void AMountTakesThatIdToo()
    {
        Run("mount", $"{Source}:{PpcId}").FailsInOneLine(1, $"no image {PpcId}");
        Run("mount", $"{Source}:{PpcId}", "--platform", "linux/ppc64le").Ok();
        Command.Ocifs("umount", folder.Path).Ok();
    }

    public void Dispose() => folder.Dispose();

    private CommandResult Run(string command, string source, params string[] options) =>
        Command.Ocifs([command, source, .. command == "mount" ? [folder.Path] : Array.Empty<string>(), .. options]);
}
