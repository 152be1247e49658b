using System.Runtime.InteropServices;
using System.Text;
using OciFs.Cli.Arguments;

namespace OciFs.Cli.Tests;

/// <summary>Patterns match what fnmatch(3) of the C library matches.</summary>
public sealed partial class FilePatternTests
{
    private const int Period = 4;
    private const int PathName = 1;

    private static readonly string[] Patterns =
    [
        "", "*", "?", "a", "a*", "*a", "a*b*c", "**", "*.conf", "?.*", "[a-c]", "[!a-c]", "[^a-c]x", "[]x]", "[!]]", "[a-]", "[[:digit:]]*", "[[:alpha:][:digit:]_]", "\\*", "\\\\", "a\\b",
        "*/b", "a/*", "a/*/c", "*b*/*", ".*", "*.", "[.]a", "[a", "a[", "x\\", "[a-c", "[[:nonsense:]]", "/*", "*aaaaaaaaaaaab",
    ];

    private static readonly string[] Texts =
    [
        "", "a", "b", "ab", "abc", "aXbYc", ".a", "..", "a.conf", "x.", "-", "]", "x", "1", "12a", "_", "*", "\\", "a/b", "a/b/c", "a/x/c", "xb/", "xby/z", "/", "/a", "/.a", "a/.b", "[a", "a[",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaab", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ];

    public static TheoryData<int> Rules => [(int)PatternRules.None, (int)PatternRules.SlashIsApart, (int)PatternRules.LeadingDotIsApart];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Matches_what_the_C_library_matches(int rules)
    {
        var flags = (PatternRules)rules switch { PatternRules.SlashIsApart => PathName, PatternRules.LeadingDotIsApart => Period, _ => 0 };
        foreach (var pattern in Patterns)
        {
            var parsed = FilePattern.TryParse(Encoding.UTF8.GetBytes(pattern), (PatternRules)rules);
            foreach (var text in Texts)
            {
                // What cannot be understood is told here; there it matches nothing, or itself.
                if (parsed is not null)
                {
                    Assert.True(fnmatch(pattern, text, flags) == 0 == parsed.Matches(Encoding.UTF8.GetBytes(text)), $"{pattern} and {text}");
                }
            }
        }
    }

    [Theory]
    [InlineData("[a")]
    [InlineData("x\\")]
    [InlineData("a[!")]
    public void What_has_no_end_is_no_pattern(string pattern) => Assert.Null(FilePattern.TryParse(Encoding.UTF8.GetBytes(pattern)));

    [Fact]
    public void A_character_is_one_of_UTF8_or_a_byte_that_is_none()
    {
        var pattern = FilePattern.TryParse("?x"u8)!;
        Assert.True(pattern.Matches("éx"u8));
        Assert.True(pattern.Matches([0xE9, (byte)'x']));
        Assert.False(pattern.Matches([0xC3, 0x28, (byte)'x']));
    }

    [Fact]
    public void Letters_of_either_case_match_where_that_is_wanted()
    {
        var pattern = FilePattern.TryParse("ReadMe.[A-T]*"u8, PatternRules.IgnoreCase)!;
        Assert.True(pattern.Matches("README.txt"u8));
        Assert.False(pattern.Matches("README.zip"u8));
    }

    [Fact]
    public void Many_stars_take_no_longer_than_pattern_times_text()
    {
        var pattern = FilePattern.TryParse(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a*", 500)) + "b"))!;
        Assert.False(pattern.Matches(Encoding.UTF8.GetBytes(new string('a', 4000))));
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int fnmatch(string pattern, string text, int flags);
}
