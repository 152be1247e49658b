
namespace OciFs.Cli.Listing;

/// <summary>Sorts files as ls(1) does: by what was asked, and by the bytes of names where that is equal.</summary>
internal static class FileOrder
{
    /// <summary>The files in order. Those whose attributes cannot be had are last.</summary>
    public static ListedFile[] Sorted(ListedFile[] files, ListingOptions options)
    {
        switch (options.Order)
        {
            case ListingOrder.None:
                return files;
            case ListingOrder.Name:
                Array.Sort(files, Names);
                break;
            default:
                var keys = Array.ConvertAll(files, file => new Key(Value(file, options.Order), file.Name));
                Array.Sort(keys, files, Comparer<Key>.Create(Compare));
                break;
        }

        if (options.IsReversed)
        {
            Array.Reverse(files);
        }

        return files;
    }

    private static int Names(ListedFile one, ListedFile other) => one.Name.AsSpan().SequenceCompareTo(other.Name);

    private static (long, int) Value(in ListedFile file, ListingOrder order)
    {
        try
        {
            var attributes = file.Attributes;
            return order is ListingOrder.Time ? (attributes.Modified.Seconds, attributes.Modified.Nanoseconds) : (attributes.Size, 0);
        }
        catch (OciFsException)
        {
            return (long.MinValue, 0);
        }
    }

    // Large values first.
    private static int Compare(Key one, Key other) =>
        other.Value.CompareTo(one.Value) is not 0 and var order ? order : one.Name.AsSpan().SequenceCompareTo(other.Name);

    private readonly record struct Key((long Value, int Fraction) Value, byte[] Name);
}
