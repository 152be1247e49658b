using System.Text.Json;
using OciFs.Host.Logging;

namespace OciFs.Host.Tests.Logging;

/// <summary>What is told, how often, and in which form.</summary>
public sealed class MountLogTests
{
    private readonly StoppedClock _clock = new();
    private readonly List<string> _lines = [];

    [Fact]
    public void AMessageIsToldOnceInAWindowAndCounted()
    {
        using (var log = Text(LogLevel.Info))
        {
            for (var i = 0; i < 1000; i++)
                log.Write(LogLevel.Error, "the disk fails");
            log.Write(LogLevel.Info, "other");
            _clock.Advance(TimeSpan.FromSeconds(9));
            log.Write(LogLevel.Error, "the disk fails");
            _clock.Advance(TimeSpan.FromSeconds(1));
            log.Write(LogLevel.Error, "the disk fails");
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(["the disk fails", "other", "the disk fails (1000 more times)", "the disk fails"], _lines);
    }

    [Fact]
    public void DifferentMessagesDoNotFloodItEither()
    {
        using (var log = Text(LogLevel.Info))
        {
            for (var i = 0; i < 100_000; i++)
                log.Write(LogLevel.Error, $"block {i}");
            log.Write(LogLevel.Warning, "another level");
        }

        Assert.Equal([.. Enumerable.Range(0, 20).Select(i => $"block {i}"), "another level", "99980 other messages were left out"], _lines);
    }

    [Theory]
    [InlineData(LogLevel.Error, "e")]
    [InlineData(LogLevel.Warning, "e w")]
    [InlineData(LogLevel.Info, "e w i")]
    public void WhatMattersLessIsNotTold(LogLevel least, string told)
    {
        using (var log = Text(least))
        {
            log.Write(LogLevel.Error, "e");
            log.Write(LogLevel.Warning, "w");
            log.Write(LogLevel.Info, "i");
        }

        Assert.Equal(told, string.Join(' ', _lines));
    }

    [Fact]
    public void AMessageIsOnePrintableLine()
    {
        using (var log = Text(LogLevel.Info))
            log.Write(LogLevel.Error, "a\nb\r\e[31mc\u202Ed" + new string('x', 10_000));
        Assert.StartsWith("a b  [31mc dx", Assert.Single(_lines), StringComparison.Ordinal);
        Assert.Equal(4096, _lines[0].Length);
    }

    [Fact]
    public void AReaderThatTakesNothingHoldsUpNobody()
    {
        using var gate = new ManualResetEventSlim();
        using (var log = new MountLog(new TextSink(_ => gate.Wait()), LogLevel.Info, _clock))
        {
            for (var window = 0; window < 200; window++)
            {
                for (var i = 0; i < 100; i++)
                    log.Write(LogLevel.Error, $"{window} {i}");
                _clock.Advance(TimeSpan.FromSeconds(10));
            }

            gate.Set();
        }
    }

    [Fact]
    public void ASinkThatThrowsEndsNothing()
    {
        using (var log = new MountLog(new TextSink(line => { _lines.Add(line); throw new IOException("full"); }), LogLevel.Info, _clock))
        {
            log.Write(LogLevel.Error, "one");
            log.Write(LogLevel.Error, "two");
        }

        Assert.Equal(["one", "two"], _lines);
    }

    [Fact]
    public void WhatIsToldLaterGoesElsewhere()
    {
        var later = new List<string>();
        using (var log = new MountLog(new TextSink(_lines.Add), LogLevel.Info, _clock) { Later = new TextSink(later.Add) })
        {
            log.Write(LogLevel.Info, "first");
            log.GoOn();
            log.Write(LogLevel.Info, "then");
        }

        Assert.Equal(["first", "then"], [.. _lines, .. later]);
        Assert.Single(later);
    }

    [Fact]
    public void AsJsonEachLineIsADocument()
    {
        using (var log = new MountLog(new JsonSink(_lines.Add), LogLevel.Info, _clock))
        {
            log.Describe("oci:/ä\"\n", "/mnt");
            log.Write(LogLevel.Warning, "so \"it\" is: \u2028 ü", new LogField("digest", "sha256:00"));
        }

        var line = Assert.Single(_lines);
        Assert.All(line, character => Assert.InRange(character, ' ', '~'));
        using var document = JsonDocument.Parse(line);
        var fields = document.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetString()!, StringComparer.Ordinal);
        Assert.Equal(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["time"] = "2026-01-02T03:04:05+00:00", ["level"] = "warning", ["message"] = "so \"it\" is:   ü",
                ["source"] = "oci:/ä\"\n", ["mountpoint"] = "/mnt", ["digest"] = "sha256:00",
            },
            fields);
    }

    private MountLog Text(LogLevel least) => new(new TextSink(_lines.Add), least, _clock);
}
