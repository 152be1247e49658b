using System.Text.RegularExpressions;
using OciFs.Images;
using OciFs.References;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Documentation;

/// <summary>Each example of the library's readme is a method of <see cref="Examples"/>, and prints what the readme says.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Fixtures.Root, "src", "OciFs", "README.md"));
    private static readonly string Source = $"oci:{Fixtures.Layout("platforms")}";

    public static TheoryData<string> Names => [.. Blocks().Matches(Readme).Select(block => block.Groups["name"].Value)];

    [Fact]
    public void Every_block_of_code_is_an_example_and_every_example_is_in_the_readme()
    {
        Assert.Equal(Fences().Count(Readme), Names.Count);
        Assert.Equal(
            typeof(Examples).GetMethods().Where(method => method.IsStatic).Select(method => method.Name).Order(StringComparer.Ordinal),
            Names.Select(row => row.Data).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_readme_has_the_text_of_the_method(string name)
    {
        var source = File.ReadAllText(Path.Combine(Fixtures.Root, "tests", "OciFs.Tests", "Documentation", "Examples.cs"));
        var start = source.IndexOf($" {name}(", StringComparison.Ordinal);
        var body = source[(source.IndexOf("    {\n", start, StringComparison.Ordinal) + 6)..source.IndexOf("\n    }\n", start, StringComparison.Ordinal)];
        Assert.Equal(Part(name, "code"), string.Join('\n', body.Split('\n').Select(line => line.Length > 8 ? line[8..] : line)) + "\n");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_example_prints_what_the_readme_says(string name)
    {
        var method = typeof(Examples).GetMethod(name)!;
        using var store = ImageStore.Open(Source, new ImageStoreOptions { Platform = PlatformName.Parse("linux/amd64"), Cache = null });
        object argument = method.GetParameters()[0].ParameterType == typeof(string) ? Source : store;
        Assert.Equal(Part(name, "output"), Console.Of(() => method.Invoke(null, [argument])));
    }

    private static string Part(string name, string part) => Blocks().Matches(Readme).Single(block => block.Groups["name"].Value == name).Groups[part].Value;

    [GeneratedRegex("<!-- (?<name>\\w+) -->\n```csharp\n(?<code>.*?)```\n```text\n(?<output>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Blocks();

    [GeneratedRegex("^```csharp$", RegexOptions.Multiline, 10_000)]
    private static partial Regex Fences();
}
