using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OciFs.References;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.References;

public sealed class PathSegmentTests
{
    // The mapping of design §1 in terms of Python's URL quoting, which leaves letters, digits and "_.-~" alone.
    private const string Quote = """
        import sys, urllib.parse
        for name in sys.stdin.buffer.read().decode().split('\0'):
            quoted = urllib.parse.quote(name, safe=':@+/').replace('~', '%7E').replace('/', '~')
            print('%2E' + quoted[1:] if quoted.startswith('.') else quoted)
        """;

    [Theory]
    [InlineData("docker.io/library/alpine:3.20", "docker.io~library~alpine:3.20")]
    [InlineData("localhost:5000/a/b:tag", "localhost:5000~a~b:tag")]
    [InlineData("a_b-c+d@sha256:00", "a_b-c+d@sha256:00")]
    [InlineData(".", "%2E")]
    [InlineData("..", "%2E.")]
    [InlineData("~", "%7E")]
    [InlineData("%", "%25")]
    [InlineData("a\0b", "a%00b")]
    [InlineData("sp ace/üml", "sp%20ace~%C3%BCml")]
    [InlineData("\U0001F433", "%F0%9F%90%B3")]
    public void Writes(string name, string segment)
    {
        Assert.Equal(segment, PathSegment.Encode(name));
        Assert.True(PathSegment.TryDecode(segment, out var back));
        Assert.Equal(name, back);
    }

    [Fact]
    public void Writes_what_Python_quotes()
    {
        var random = new Random(2);
        Rune AnyRune() => new(random.Next(4) switch
        {
            0 => random.Next(1, 0x20),
            1 => random.Next(0x80, 0xd800),
            2 => random.Next(0x10000, 0x110000),
            _ => random.Next(0x20, 0x7f),
        });
        string[] names =
            [.. Enumerable.Range(0, 300).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => AnyRune())))];
        using var folder = new TempFolder();
        File.WriteAllText(folder["names"], string.Join('\0', names));
        var expected = Tool.Lines(Tool.Run(folder.Path, "sh", "-c", "python3 -c \"$1\" < names", "sh", Quote));
        Assert.Equal(expected, names.Select(PathSegment.Encode), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(1000)]
    public void Long_names_end_in_their_hash(int length)
    {
        using var folder = new TempFolder();
        var name = new string('x', length);
        File.WriteAllText(folder["name"], name);
        var hash = Tool.Run(folder.Path, "sha256sum", "name").Split(' ')[0];
        var segment = PathSegment.Encode(name);
        Assert.Equal(length <= 255 ? name : $"{name[..180]}%h{hash}", segment);
        Assert.Equal(length <= 255, PathSegment.TryDecode(segment, out _));
    }

    [Fact]
    public void Any_name_comes_back_from_a_sound_segment() => Prop.ForAll<string>(Holds).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_segment_that_decodes_is_the_one_of_its_name() => Prop.ForAll<string>(segment =>
        segment is null || !PathSegment.TryDecode(segment, out var name) || PathSegment.Encode(name) == segment).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("%41")]
    [InlineData("%2e")]
    [InlineData("%2")]
    [InlineData("%")]
    [InlineData("%zz")]
    [InlineData("a%2E")]
    [InlineData("%FF")]
    [InlineData("ü")]
    [InlineData("ı")]
    [InlineData("a b")]
    public void Refuses_what_it_never_writes(string segment) => Assert.False(PathSegment.TryDecode(segment, out _));

    private static bool Holds(string? text)
    {
        // Half a surrogate pair is no text; UTF-8 writes another character for it.
        var name = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? string.Empty));
        var segment = PathSegment.Encode(name);
        return name.Length == 0
            || (segment.Length is > 0 and <= 255 && segment[0] != '.'
                && segment.All(c => char.IsAsciiLetterOrDigit(c) || "._:@+-~%".Contains(c))
                && (PathSegment.TryDecode(segment, out var back) ? back == name : segment.Contains("%h")));
    }
}
