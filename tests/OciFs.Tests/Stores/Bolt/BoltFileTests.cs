using System.Buffers.Binary;
using System.Text;
using OciFs.Stores.Bolt;
using OciFs.Tests.Stores.Containerd;

namespace OciFs.Tests.Stores.Bolt;

/// <summary>The records that a real containerd left, sound, damaged and written to meanwhile.</summary>
public sealed class BoltFileTests : IDisposable
{
    private const int PageSize = 4096;
    private readonly SampleRoot _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void Keys_are_found_as_they_are_listed() => Read(root =>
    {
        var images = root.Bucket("v1"u8)!.Bucket("default"u8)!.Bucket("images"u8)!;
        var names = images.Entries().Select(entry => Encoding.UTF8.GetString(entry.Key.Span)).ToArray();
        Assert.Equal(SampleRoot.Names("default").Select(line => line.Split(' ')[0]), names, StringComparer.Ordinal);
        Assert.All(names, name => Assert.NotNull(images.Bucket(Encoding.UTF8.GetBytes(name))?.Bucket("target"u8)));
        Assert.Null(images.Bucket("example.com/many:7x"u8));
        Assert.Null(images.Bucket("a"u8));
        Assert.Null(images.Bucket("z"u8));
        Assert.Null(images.Value("example.com/many:7"u8));
        return 0;
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void One_meta_page_is_enough(int damaged)
    {
        Patch(bytes => bytes.AsSpan((damaged * PageSize) + 16, 64).Clear());
        Assert.InRange(Read(Count), 600, 6000);
    }

    [Fact]
    public void Without_both_it_is_told()
    {
        Patch(bytes => bytes[16] = bytes[PageSize + 16] = 0);
        Assert.Contains("meta pages", Failure(OciFsError.Invalid), StringComparison.Ordinal);
    }

    [Fact]
    public void A_half_written_meta_page_is_not_the_newest()
    {
        var newest = Newest();
        Patch(bytes =>
        {
            // As the next transaction would leave it if the machine stopped in the middle of the page.
            var older = (int)((newest + 1) % 2) * PageSize;
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(older + 16 + 48), newest + 1);
        });
        Assert.Equal(newest, Newest());
        Assert.InRange(Read(Count), 600, 6000);
    }

    [Fact]
    public void A_cut_file_is_told_wherever_it_is_cut()
    {
        var bytes = File.ReadAllBytes(_sample.MetaFile);
        var whole = Read(Count);
        for (var length = 0; length < bytes.Length; length += PageSize / 2)
        {
            File.WriteAllBytes(_sample.MetaFile, bytes[..length]);
            Assert.True(TryRead(out var count, out var error) ? count == whole : error is OciFsError.Invalid, $"cut at {length}");
        }
    }

    [Fact]
    public void Pages_that_lead_in_a_circle_are_told()
    {
        var circles = 0;
        foreach (var branch in Pages(flags: 1))
        {
            using var sample = new SampleRoot();
            PatchFile(sample.MetaFile, bytes =>
            {
                // Every element leads to the page itself.
                var page = bytes.AsSpan(branch * PageSize, PageSize);
                for (var i = 0; i < BinaryPrimitives.ReadUInt16LittleEndian(page[10..]); i++)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(page[(16 + (16 * i) + 8)..], (ulong)branch);
                }
            });
            using var file = BoltFile.Open(sample.MetaFile, "missing");
            var error = Record.Exception(() => file.Read((_, root) => Count(root)));
            circles += error is OciFsException { Error: OciFsError.Invalid } told && told.Message.Contains($"page {branch}: ", StringComparison.Ordinal)
                && told.Message.Contains("circle", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.NotEqual(0, circles);
    }

    [Fact]
    public void Whatever_is_flipped_it_is_a_value_or_told()
    {
        var bytes = File.ReadAllBytes(_sample.MetaFile);
        var random = new Random(1);
        var used = (int)UsedBytes();
        for (var run = 0; run < 1000; run++)
        {
            var flipped = bytes.ToArray();
            for (var i = random.Next(1, 8); i > 0; i--)
            {
                flipped[random.Next(2 * PageSize, used)] ^= (byte)(1 << random.Next(8));
            }

            File.WriteAllBytes(_sample.MetaFile, flipped);
            Assert.True(TryRead(out _, out var error) || error is OciFsError.Invalid or OciFsError.LimitExceeded, $"run {run}: {error}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void What_was_read_while_a_transaction_ended_is_read_again(int writes)
    {
        var runs = 0;
        Assert.InRange(
            Read(root =>
            {
                if (runs++ < writes)
                {
                    Commit();
                }

                return runs == 1 ? throw new OciFsException(OciFsError.Invalid, "pages that were taken") : Count(root);
            }),
            600,
            6000);
        Assert.Equal(2, runs);
    }

    [Fact]
    public void A_transaction_that_ends_is_the_newest()
    {
        var newest = Newest();
        Commit();
        Assert.Equal(newest + 1, Newest());
    }

    [Fact]
    public void What_is_wrong_and_stays_wrong_is_told_at_once()
    {
        var runs = 0;
        var error = Assert.Throws<OciFsException>(() => Read<int>(_ => throw new OciFsException(OciFsError.Invalid, $"wrong {++runs}")));
        Assert.Equal("wrong 1", error.Message);
    }

    private static int Count(BoltBucket bucket) =>
        bucket.Entries().Sum(entry => entry.IsBucket ? Count(bucket.Open(entry)) : 1);

    private T Read<T>(Func<BoltBucket, T> read)
    {
        using var file = BoltFile.Open(_sample.MetaFile, "missing");
        return file.Read((_, root) => read(root));
    }

    private bool TryRead(out int count, out OciFsError? error)
    {
        try
        {
            (count, error) = (Read(Count), null);
            return true;
        }
        catch (OciFsException told)
        {
            Assert.StartsWith(_sample.MetaFile, told.Message, StringComparison.Ordinal);
            (count, error) = (0, told.Error);
            return false;
        }
    }

    private string Failure(OciFsError kind)
    {
        var error = Assert.Throws<OciFsException>(() => Read(Count));
        Assert.Equal(kind, error.Error);
        return error.Message;
    }

    private ulong Newest()
    {
        using var file = BoltFile.Open(_sample.MetaFile, "missing");
        return file.Newest().Transaction;
    }

    private long UsedBytes()
    {
        using var file = BoltFile.Open(_sample.MetaFile, "missing");
        return (long)file.Newest().HighWater * PageSize;
    }

    private List<int> Pages(ushort flags)
    {
        var bytes = File.ReadAllBytes(_sample.MetaFile);
        return [.. Enumerable.Range(2, (bytes.Length / PageSize) - 2)
            .Where(page => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan((page * PageSize) + 8)) == flags)];
    }

    // The next transaction, which changes nothing: the other meta page with the next number.
    private void Commit()
    {
        var newest = Newest();
        Patch(bytes =>
        {
            var from = bytes.AsSpan((int)(newest % 2) * PageSize, 80);
            var to = bytes.AsSpan((int)((newest + 1) % 2) * PageSize, 80);
            from[16..].CopyTo(to[16..]);
            BinaryPrimitives.WriteUInt64LittleEndian(to[(16 + 48)..], newest + 1);
            var sum = 14695981039346656037UL;
            foreach (var value in to.Slice(16, 56))
            {
                sum = (sum ^ value) * 1099511628211UL;
            }

            BinaryPrimitives.WriteUInt64LittleEndian(to[(16 + 56)..], sum);
        });
    }

    private void Patch(Action<byte[]> change) => PatchFile(_sample.MetaFile, change);

    private static void PatchFile(string path, Action<byte[]> change)
    {
        var bytes = File.ReadAllBytes(path);
        change(bytes);
        File.WriteAllBytes(path, bytes);
    }
}
