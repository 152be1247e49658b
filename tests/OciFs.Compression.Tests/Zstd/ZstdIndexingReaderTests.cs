using OciFs.Compression.Zstd;

namespace OciFs.Compression.Tests;

public sealed class ZstdIndexingReaderTests
{
    [Theory]
    [InlineData("-1")]
    [InlineData("-3")]
    [InlineData("-3 --no-check")]
    [InlineData("-6 --zstd=wlog=23")]
    [InlineData("-19")]
    [InlineData("--ultra -22")]
    [InlineData("-19 --long=27")]
    [InlineData("stream -3")]
    [InlineData("pzstd -3")]
    [InlineData("frames")]
    public void GivesWhatWasCompressed(string setting)
    {
        var (plain, compressed) = ZstdSamples.ByName(setting);
        Assert.True(ZstdStreams.Index(compressed, IndexingReader.DefaultSpan).Plain.AsSpan().SequenceEqual(plain));
    }

    [Fact]
    public void ASingleFrameHasAPointEveryTwoMebibytesWhereStatesAreSmall()
    {
        var plain = ZstdSamples.Numbers(40_000_000);
        var index = ZstdStreams.Index(ZstdCli.CompressFile(plain, "-3"), IndexingReader.DefaultSpan).Index;

        Assert.InRange(index.Points.Length, plain.Length / ((2 << 20) + ZstdFormat.MaxBlock), (plain.Length >> 21) + 1);
        Assert.InRange(index.State.Length, 1, plain.Length / 25);
    }

    /// <summary>Whatever the data, and so of any machine's: the last two, not complete when the last point was taken, may come on top.</summary>
    [Fact]
    public void StatesOfASingleFrameStayWithinFourPercentButForTheLastTwo()
    {
        var (plain, compressed) = ZstdSamples.ByName("-3");
        var index = ZstdStreams.Index(compressed, IndexingReader.DefaultSpan).Index;
        var states = index.Points.ToArray().Select(point => point.StateLength).ToArray();

        Assert.InRange(states.Length, 4, (plain.Length >> 21) + 1);
        Assert.InRange(states[..^2].Sum(), 1, plain.Length / 25);
    }

    [Fact]
    public void FramesAreNoNearerThan64KibibytesAsPoints()
    {
        var index = ZstdStreams.Index(ZstdSamples.ByName("frames").Compressed, IndexingReader.DefaultSpan).Index;
        var points = index.Points;

        Assert.InRange(points.Length, 10, (int)(index.Length >> 16));
        for (var i = 1; i < points.Length; i++)
        {
            Assert.InRange(points[i].Output - points[i - 1].Output, 64 << 10, long.MaxValue);
        }
    }

    [Fact]
    public void EmptyAndSkippableFramesGiveNothing()
    {
        byte[] stream =
        [
            .. ZstdFrames.Skippable(0, 70_000), .. ZstdFrames.Empty, .. ZstdFrames.RawAndRle, .. ZstdFrames.Skippable(15, 0),
            .. ZstdFrames.RawAndRle, .. ZstdFrames.Empty, .. ZstdFrames.Skippable(7, 5),
        ];
        var (plain, index) = ZstdStreams.Index(stream, IndexingReader.DefaultSpan);

        Assert.Equal("abczzzabczzz"u8, plain);
        Assert.Equal(1, index.Points.Length);
    }

    [Fact]
    public void AnEmptyFrameAloneIsAnEmptyStream()
    {
        Assert.Equal(0, ZstdStreams.Index(ZstdFrames.Empty, IndexingReader.DefaultSpan).Index.Length);
        Assert.Empty(ZstdStreams.Decode(ZstdCli.CompressStream(default, "-3")));
    }

    [Fact]
    public void ZerosBehindTheLastFrameAreTolerated()
    {
        byte[] padded = [.. ZstdFrames.RawAndRle, .. new byte[100_003]];
        var (plain, index) = ZstdStreams.Index(padded, IndexingReader.DefaultSpan);

        Assert.Equal("abczzz"u8, plain);
        Assert.Equal(padded.Length, index.CompressedLength);
        Assert.Equal("abczzz"u8, ZstdStreams.Decode([.. ZstdFrames.RawAndRle, 0]));
    }

    [Theory]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 1 })]
    [InlineData(new byte[] { 0x1F, 0x8B, 0x08, 0x00, 0x00 })]
    public void GarbageBehindTheLastFrameIsCorrupt(byte[] garbage) =>
        Fails(CompressedDataError.Corrupt, [.. ZstdFrames.RawAndRle, .. garbage], "no frame at byte 16");

    [Fact]
    public void WhatIsNoZstdStreamAtAllIsCorruptOrTruncated()
    {
        Fails(CompressedDataError.Truncated, [], "byte 0");
        Fails(CompressedDataError.Corrupt, new byte[10], "byte 0");
        Fails(CompressedDataError.Corrupt, [0x27, 0xB5, 0x2F, 0xFD, 0x00, 0x00], "byte 0");
    }

    [Fact]
    public void AReservedBlockTypeAndAnOverlongBlockAreCorrupt()
    {
        var frame = ZstdFrames.RawAndRle;
        frame[12] = 0x1F;
        Fails(CompressedDataError.Corrupt, frame, "the block at byte 12 is of type 3");
        frame[12] = 0x1B;
        frame[13] = 0x20;
        Fails(CompressedDataError.Corrupt, frame, "at most 1024");
    }

    [Fact]
    public void AFrameThatNeedsADictionaryIsUnsupported() =>
        Fails(CompressedDataError.Unsupported, [.. ZstdFrames.Empty, .. ZstdFrames.WithDictionary], "dictionary 7");

    [Fact]
    public void AFrameOfATrainedDictionaryIsUnsupported()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            for (var i = 0; i < 500; i++)
            {
                File.WriteAllBytes(Path.Combine(folder.FullName, $"{i}"), ZstdSamples.Numbers(1000 + i).AsSpan(i, 500));
            }

            var train = $"zstd -q --train -r {folder.FullName} --maxdict=4000 --dictID=4242 -o {folder.FullName}/d";
            Tool.Run("sh", ["-c", train], []);
            var frame = ZstdCli.CompressStream(ZstdSamples.Numbers(5000), $"-3 -D {folder.FullName}/d");
            Fails(CompressedDataError.Unsupported, frame, "dictionary 4242");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void AWindowBeyond128MebibytesMeetsTheLimit()
    {
        Assert.Empty(ZstdStreams.Decode(ZstdFrames.WithWindow(17 << 3)));
        Fails(CompressedDataError.LimitExceeded, ZstdFrames.WithWindow((17 << 3) | 1), "window of 150994944 bytes");
        Fails(CompressedDataError.LimitExceeded, ZstdFrames.WithWindow(0xFF), "window of 4123168604160 bytes");
        Fails(CompressedDataError.LimitExceeded, ZstdFrames.WithSegment(129 << 20), "window of 135266304 bytes");
        Fails(CompressedDataError.LimitExceeded, ZstdCli.CompressStream("x"u8, "-1 --long=28"), "window of 268435456 bytes");
    }

    [Fact]
    public void AWrongChecksumIsCorrupt()
    {
        var frame = ZstdCli.CompressStream("some bytes"u8, "-3");
        frame[^1] ^= 1;
        Fails(CompressedDataError.Corrupt, frame, "checksum");
    }

    [Fact]
    public void AMissingLibraryIsNamed()
    {
        var error = Assert.Throws<CompressedDataException>(() => { LibZstd.Load(["libzstd.so.none", "libnone"]); });
        Assert.Equal(CompressedDataError.LibraryMissing, error.Error);
        Assert.Equal("libzstd.so.none was not found (install libzstd1)", error.Message);
    }

    [Fact]
    public void ReadersThatOccupyTheWholePoolFinishWithOneIndex()
    {
        var compressed = ZstdCli.CompressStream(ZstdSamples.SmallTar, "-3");
        var indexes = new byte[4 * Environment.ProcessorCount][];
        Parallel.For(0, indexes.Length, i =>
        {
            using var reader = new ZstdIndexingReader(new MemoryStream(compressed), IndexingReader.DefaultSpan);
            while (!reader.Next().IsEmpty)
            {
            }

            indexes[i] = reader.FinishIndex();
        });

        Assert.All(indexes, index => Assert.Equal(Reading.WithoutKey(indexes[0]), Reading.WithoutKey(index)));
        Assert.InRange(Reading.Open(indexes[0]).State.Length, 1, ZstdSamples.SmallTar.Length / 25);
    }

    [Fact]
    public void AReaderCanBeDisposedAtAnyPlace()
    {
        var compressed = ZstdCli.CompressStream(ZstdSamples.SmallTar, "-3");
        for (var calls = 0; calls < 12; calls++)
        {
            using var reader = new ZstdIndexingReader(new MemoryStream(compressed), 1, 1);
            for (var i = 0; i < calls; i++)
            {
                Assert.False(reader.Next().IsEmpty);
            }
        }
    }

    [Fact]
    public void AStreamOfSmallPiecesIsReadAlike()
    {
        var plain = ZstdSamples.Numbers(400_000);
        var compressed = ZstdCli.CompressStream(plain, "-1");
        Assert.Equal(plain, ZstdStreams.ReadAll(new DribbleStream(compressed, 7)));
    }

    private static void Fails(CompressedDataError kind, byte[] stream, string named)
    {
        var error = Assert.Throws<CompressedDataException>(() => ZstdStreams.Decode(stream));
        Assert.Equal(kind, error.Error);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }
}
