using System.Buffers;

namespace OciFs.Comparing;

/// <summary>Reads two regular files of one size side by side, up to the first byte that differs; where both have a hole nothing is read. One thread.</summary>
internal sealed class ContentComparison : IDisposable
{
    // Two reads of this are some blocks of a layer each.
    private const int BytesAtOnce = 256 << 10;

    private readonly byte[] _before = ArrayPool<byte>.Shared.Rent(BytesAtOnce);
    private readonly byte[] _after = ArrayPool<byte>.Shared.Rent(BytesAtOnce);

    /// <summary>Compares two files.</summary>
    public ContentAnswer Compare(IContent before, IContent after)
    {
        try
        {
            return new ContentAnswer(Differ(before, after), null);
        }
        catch (OciFsException error)
        {
            return new ContentAnswer(false, error.Message);
        }
    }

    /// <summary>Whether two files differ.</summary>
    /// <exception cref="OciFsException">One of them cannot be read.</exception>
    public bool Differ(IContent before, IContent after)
    {
        long place = 0;
        while (true)
        {
            var one = DataAt(before, place);
            var other = DataAt(after, place);
            if (one.End == 0 && other.End == 0)
            {
                return false;
            }

            // From the first data of either to where that which has data ends; the other's hole reads as zeros.
            place = Math.Max(place, Math.Min(StartOf(one), StartOf(other)));
            var end = StartOf(one) <= place ? one.End : other.End;
            var length = (int)Math.Min(BytesAtOnce, end - place);
            Read(before, place, _before.AsSpan(0, length));
            Read(after, place, _after.AsSpan(0, length));
            if (!_before.AsSpan(0, length).SequenceEqual(_after.AsSpan(0, length)))
            {
                return true;
            }

            place += length;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_before);
        ArrayPool<byte>.Shared.Return(_after);
    }

    private static long StartOf(DataRange data) => data.End == 0 ? long.MaxValue : data.Start;

    private static DataRange DataAt(IContent file, long place) => Patience.Ask(() => file.TryFindData(place, out var data) ? data : default);

    private static void Read(IContent file, long place, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            try
            {
                var read = file.Read(place, destination);
                if (read == 0)
                {
                    throw new OciFsException(OciFsError.Invalid, "the file ends before its size");
                }

                place += read;
                destination = destination[read..];
            }
            catch (NotReadyException unread)
            {
                Patience.Wait(unread);
            }
        }
    }
}
