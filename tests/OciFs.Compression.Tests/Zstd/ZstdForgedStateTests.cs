using OciFs.Compression.Zstd;

namespace OciFs.Compression.Tests;

public sealed class ZstdForgedStateTests
{
    private static readonly byte[] Plain = ZstdSamples.Small();
    private static readonly byte[] Compressed = ZstdCli.CompressStream(Plain, "-1");
    private static readonly SeekIndex Index = ZstdStreams.IndexEveryBlock(Compressed).Index;
    private static readonly byte[] Buffer = new byte[Plain.Length];

    [Fact]
    public void AStateRepackedUnchangedReadsTheSame()
    {
        Read(Repacked(raw => raw), out var right);
        Assert.True(right);
    }

    [Fact]
    public void EveryBitOfAPackedStateCanBeFlipped()
    {
        var state = StateOf(1);
        for (var bit = 0; bit < state.Length * 8; bit++)
        {
            var flipped = state.ToArray();
            flipped[bit >> 3] ^= (byte)(1 << (bit & 7));
            Read(With(1, flipped), out _);
        }
    }

    [Fact]
    public void EveryBitOfAStatesTablesCanBeFlipped()
    {
        var raw = ZstdForgery.Unpack(StateOf(1));
        for (var bit = 0; bit < 400 * 8; bit++)
        {
            var flipped = raw.ToArray();
            flipped[bit >> 3] ^= (byte)(1 << (bit & 7));
            Read(With(1, ZstdForgery.Pack(flipped)), out _);
        }
    }

    [Fact]
    public void AStateCanBeCutAnywhere()
    {
        var state = StateOf(1);
        for (var length = 1; length < state.Length; length++)
        {
            Assert.False(Read(With(1, state[..length]), out _), $"cut to {length}");
        }

        var raw = ZstdForgery.Unpack(state);
        for (var length = 0; length < raw.Length; length += 3)
        {
            Read(With(1, ZstdForgery.Pack(raw.AsSpan(0, length))), out var right);
            Assert.False(right, $"raw cut to {length}");
        }
    }

    [Theory]
    [InlineData(0, int.MaxValue)]
    [InlineData(0, -1)]
    [InlineData(0, 3)]
    [InlineData(4, 1000)]
    [InlineData(4, -1)]
    [InlineData(8, int.MaxValue)]
    [InlineData(12, int.MaxValue)]
    [InlineData(12, -5)]
    public void ALengthThatCannotBeIsDamage(int offset, int value)
    {
        var index = Repacked(raw =>
        {
            BitConverter.TryWriteBytes(raw.AsSpan(offset), value);
            return raw;
        });
        Assert.False(Read(index, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9 << 8)]
    [InlineData(28 << 8)]
    [InlineData(-1)]
    public void AWindowThatCannotBeIsDamage(int flags) =>
        Assert.False(Read(ZstdForgery.Replace(Index, (p, state) => (p with { Flags = flags }, state)), out _));

    [Fact]
    public void APointElsewhereIsSurvived()
    {
        for (var shift = -40; shift <= 40; shift++)
        {
            Read(ZstdForgery.Replace(Index, (p, state) => (p with { InputBit = Math.Max(0, p.InputBit + shift) }, state)), out _);
        }

        Assert.False(Read(ZstdForgery.Replace(Index, (p, state) => (p with { InputBit = 0 }, state)), out _));
    }

    private static byte[] StateOf(int point) =>
        Index.State.Slice((int)Index.Points[point].StateOffset, Index.Points[point].StateLength).ToArray();

    private static SeekIndex With(int point, byte[] state)
    {
        var output = Index.Points[point].Output;
        return ZstdForgery.Replace(Index, (p, old) => (p, p.Output == output ? state : old));
    }

    private static SeekIndex Repacked(Func<byte[], byte[]> change) => ZstdForgery.Replace(
        Index, (p, state) => (p, p.StateLength == 0 ? state : ZstdForgery.Pack(change(ZstdForgery.Unpack(state)))));

    /// <summary>Reads from the second point on; false where that is told to be damaged.</summary>
    private static bool Read(SeekIndex index, out bool right)
    {
        Buffer.AsSpan().Clear();
        using var decoder = new ZstdDecoder(new ArraySource(Compressed), index);
        var survives = ZstdForgery.Survives(decoder, 1, Buffer);
        var rest = Plain.AsSpan((int)index.Points[1].Output);
        right = survives && Buffer.AsSpan(0, rest.Length).SequenceEqual(rest);
        return survives;
    }
}
