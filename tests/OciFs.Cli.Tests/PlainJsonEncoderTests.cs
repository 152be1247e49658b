using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OciFs.Cli.Printing;

namespace OciFs.Cli.Tests;

/// <summary>JSON is read back as it was, and no text of an image turns the direction of a terminal's.</summary>
public sealed class PlainJsonEncoderTests
{
    private static readonly JsonWriterOptions Options = new() { Encoder = PlainJsonEncoder.Instance };

    [Fact]
    public void EveryCharacterIsReadBackAndNoneTurnsText()
    {
        for (var plane = 0; plane <= 0x10FFFF; plane += 0x100)
        {
            var text = string.Concat(Enumerable.Range(plane, 0x100).Where(Rune.IsValid).Select(char.ConvertFromUtf32));
            foreach (var json in new[] { Written(writer => writer.WriteStringValue(text)), Written(writer => writer.WriteStringValue(Encoding.UTF8.GetBytes(text))) })
            {
                Assert.Equal(text, JsonSerializer.Deserialize<string>(json));
                Assert.DoesNotContain(json.EnumerateRunes(), rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control);
            }
        }
    }

    [Theory]
    [InlineData("application/vnd.oci.image.layer.v1.tar+gzip <a & b> 'c' /d")]
    [InlineData("größer 日本語 a\nb\u001b[m\u2028")]
    public void WhatIsNotOfThatCategoryIsAsOthersWriteIt(string text) =>
        Assert.Equal($"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"", Written(writer => writer.WriteStringValue(text)));

    [Fact]
    public void ALineHasNoneOfThemEither()
    {
        Assert.Equal("a b c😀", Output.Line("a‮b󠀁c😀", int.MaxValue));
        Assert.Equal("😀…", Output.Line("😀😀", 3));
        Assert.Equal("…", Output.Line("😀😀", 2));
        Assert.Equal("abc", Output.Line("abc", 3));
        Assert.Equal("ab…", Output.Line("abcd", 3));
    }

    private static string Written(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
