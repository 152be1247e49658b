using OciFs.Views;

namespace OciFs.Tests.Views;

/// <summary>A tree, taken over, for one who waits: each call is made again until no first pass stands before its answer.</summary>
internal sealed class PatientTree(ImageTree tree) : IDisposable
{
    /// <summary>The tree that does not wait.</summary>
    public ImageTree Impatient => tree;

    public TreeEntry Lookup(NodeId directory, ReadOnlySpan<byte> name)
    {
        while (true)
        {
            try
            {
                return tree.Lookup(directory, name);
            }
            catch (NotReadyException unread)
            {
                Await(unread);
            }
        }
    }

    public NodeAttributes GetAttributes(NodeId node) => Ask(() => tree.GetAttributes(node));

    public DirectoryListing OpenDirectory(NodeId directory, bool fromStart) => Ask(() => tree.OpenDirectory(directory, fromStart));

    public int Read(NodeId file, long offset, Span<byte> destination)
    {
        while (true)
        {
            try
            {
                return tree.Read(file, offset, destination);
            }
            catch (NotReadyException unread)
            {
                Await(unread);
            }
        }
    }

    public bool TryFindData(NodeId file, long offset, out DataRange data)
    {
        var (found, range) = Ask(() => (tree.TryFindData(file, offset, out var at), at));
        data = range;
        return found;
    }

    public ReadOnlySpan<byte> ReadLink(NodeId link) => tree.ReadLink(link);

    public bool TryGetXattr(NodeId node, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) => tree.TryGetXattr(node, name, out value);

    public int ListXattrs(NodeId node, Span<byte> destination) => tree.ListXattrs(node, destination);

    public void Dispose() => tree.Dispose();

    /// <summary>Waits for a pass, whatever comes of it.</summary>
    public static void Await(NotReadyException unread) => ((IAsyncResult)unread.Ready).AsyncWaitHandle.WaitOne();

    private static T Ask<T>(Func<T> call)
    {
        while (true)
        {
            try
            {
                return call();
            }
            catch (NotReadyException unread)
            {
                Await(unread);
            }
        }
    }
}
