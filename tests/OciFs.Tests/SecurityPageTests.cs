using System.Text.RegularExpressions;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests;

/// <summary>SECURITY.md names the test that tries each attack: those names are of tests that are there.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Fixtures.Root, "SECURITY.md"));

    private static readonly Lazy<string[]> Sources = new(
        () => [.. Directory.EnumerateFiles(Path.Combine(Fixtures.Root, "tests"), "*Tests*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)]);

    [Fact]
    public void EachTestThatItNamesIsThere() => Assert.All(
        Lines.SelectMany(line => TestName().Matches(line)).Select(match => match.Groups["test"].Value).Distinct(StringComparer.Ordinal),
        name => Assert.Contains(Sources.Value, source => Has(source, name.Split('.'))));

    [Fact]
    public void EachRowNamesATest()
    {
        string[] rows = [.. Lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.EndsWith("| tried by |", StringComparison.Ordinal))];

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Matches(TestName(), row.Split('|')[^2]));
    }

    private static bool Has(string source, string[] name) => source.Contains($"class {name[0]}", StringComparison.Ordinal)
        && (name.Length == 1 || source.Contains($"void {name[1]}(", StringComparison.Ordinal) || source.Contains($"Task {name[1]}(", StringComparison.Ordinal));

    [GeneratedRegex(@"`(?<test>\w+Tests(\.\w+)?)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex TestName();
}
