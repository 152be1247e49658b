using OciFs.Compression.Gzip;

namespace OciFs.Compression.Tests.Gzip;

public sealed class SparseWindowTests
{
    private const int Size = InflateLoop.WindowSize;

    public static TheoryData<int, int> Densities => new()
    {
        { 0, 1 }, { 1, 100 }, { 10, 100 }, { 50, 2 }, { 100, 1 }, { 20, 1 }, { 16, 1 }, { 90, 300 },
    };

    [Theory]
    [MemberData(nameof(Densities))]
    public void Marked_bytes_come_back_and_few_others(int percent, int run)
    {
        var random = new Random(percent + run);
        var window = Samples.Random(percent, Size);
        var marks = new byte[Size];
        for (var at = 0; at < Size; at += run)
            marks.AsSpan(at, Math.Min(run, Size - at)).Fill((byte)(random.Next(100) < percent ? 1 : 0));
        AssertComesBack(window, marks);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(1, 4)]
    [InlineData(128, 3)]
    [InlineData(16_382, 3)]
    [InlineData(16_384, 3)]
    [InlineData(1, 16_500)]
    [InlineData(32_768, 1)]
    public void The_worst_patterns_fit_into_the_promised_size(int run, int gap)
    {
        var marks = new byte[Size];
        for (var at = 0; at < Size; at += run + gap)
            marks.AsSpan(at, Math.Min(run, Size - at)).Fill(1);
        AssertComesBack(Samples.Random(3, Size), marks);
        marks.AsSpan().Reverse();
        AssertComesBack(Samples.Random(3, Size), marks);
    }

    [Fact]
    public void Cut_or_forged_states_are_refused()
    {
        var marks = new byte[Size];
        for (var at = 0; at < Size; at += 1000)
            marks.AsSpan(at, 100).Fill(1);
        var state = new byte[SparseWindow.MaxSize];
        state = state[..SparseWindow.Write(Samples.Random(3, Size), marks, state)];
        var window = new byte[Size];
        for (var length = 0; length < state.Length; length++)
            Assert.False(SparseWindow.TryRead(state.AsSpan(0, length), window));
        Assert.False(SparseWindow.TryRead([.. state, 0], window));
        for (var bit = 0; bit < 8 * 120; bit++)
        {
            byte[] forged = [.. state];
            forged[bit >> 3] ^= (byte)(1 << (bit & 7));
            SparseWindow.TryRead(forged, window); // True or false: no exception.
        }
    }

    private static void AssertComesBack(byte[] window, byte[] marks)
    {
        var state = new byte[SparseWindow.MaxSize];
        var length = SparseWindow.Write(window, marks, state);
        var restored = Samples.Random(1, Size);
        Assert.True(SparseWindow.TryRead(state.AsSpan(0, length), restored));
        for (var i = 0; i < Size; i++)
            Assert.True(restored[i] == window[i] || (marks[i] == 0 && restored[i] == 0));
        Assert.True(length <= 2 + (7 * marks.Sum(m => m)), "no more than a run for each mark");
    }
}
