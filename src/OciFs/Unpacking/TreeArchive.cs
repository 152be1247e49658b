using OciFs.Images;
using OciFs.Tar;
using OciFs.Tar.Writing;
using OciFs.Views;

namespace OciFs.Unpacking;

/// <summary>
/// Writes files of images as a PAX archive: a directory before what is in it, names by ascending bytes, the later names of a file as links to the first, holes as
/// holes. The bytes follow from the files alone, so that two archives of the same files are the same. One thread; the stream stays the caller's.
/// </summary>
/// <param name="output">Where the archive goes.</param>
/// <param name="options">How; what an archive says is always all that the image says.</param>
public sealed class TreeArchive(Stream output, CopyOptions options)
{
    private const int BufferBytes = 1 << 20;

    private readonly TarHeaderWriter _headers = new();
    private readonly LinkTable<byte[]> _links = new();
    private readonly byte[] _buffer = new byte[BufferBytes];

    /// <summary>Adds a file with all below it.</summary>
    /// <param name="source">The file.</param>
    /// <param name="name">Its path in the archive; empty for a directory that is the archive's own root.</param>
    /// <exception cref="OciFsException">Names the path: it cannot be read. The archive is of no use then.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public void Add(in CopySource source, ReadOnlySpan<byte> name)
    {
        var walk = new SourceWalk(source, name, options.FollowsLinks);
        try
        {
            while (walk.MoveNext())
            {
                options.End.ThrowIfCancellationRequested();
                if (!walk.IsLeaving)
                {
                    Add(walk, new FileNode(source.File.Tree, walk.Node));
                }
            }
        }
        catch (OciFsException error)
        {
            throw new OciFsException(error.Error, $"/{System.Text.Encoding.UTF8.GetString(walk.Path)}: {error.Message}", error);
        }
    }

    /// <summary>Writes the archive's end.</summary>
    public void Finish() => output.Write(new byte[TarHeaderWriter.EndLength]);

    private void Add(SourceWalk walk, FileNode node)
    {
        var attributes = walk.Attributes;
        if (TarTypeFlag.Of(walk.Kind) is not { } type)
        {
            return;
        }

        var isDirectory = walk.Kind is FileKind.Directory;
        var header = new TarHeaderFields
        {
            Type = type,
            Name = isDirectory ? [.. walk.Path.IsEmpty ? "."u8 : walk.Path, (byte)'/'] : walk.Path,
            Mode = attributes.Mode & UnixMode.PermissionMask,
            Uid = attributes.Uid,
            Gid = attributes.Gid,
            ModifiedSeconds = attributes.Modified.Seconds,
            ModifiedNanoseconds = attributes.Modified.Nanoseconds,
            DeviceMajor = attributes.DeviceMajor,
            DeviceMinor = attributes.DeviceMinor,
        };
        if (_links.Take(attributes) is { } first)
        {
            header.Type = (byte)'1';
            header.LinkName = first;
            output.Write(_headers.Write(header, []));
            return;
        }

        var path = walk.Path.ToArray();
        _links.Note(attributes, () => path);
        if (walk.Kind is FileKind.Regular)
        {
            AddFile(header, node, attributes);
            return;
        }

        header.LinkName = walk.Kind is FileKind.SymbolicLink ? node.ReadLink().AsSpan() : [];
        output.Write(_headers.Write(header, XattrsOf(node)));
    }

    private void AddFile(TarHeaderFields header, FileNode node, in NodeAttributes attributes)
    {
        header.Size = attributes.Size;
        SparseSegment[] segments = attributes.Size == 0 ? [] : [.. SegmentsOf(node, attributes.Size)];
        header.IsSparse = TarHeaderWriter.IsSparseShorter(segments, attributes.Size);
        header.Segments = segments;
        output.Write(_headers.Write(header, XattrsOf(node)));
        if (attributes.Size == 0)
        {
            return;
        }

        using var content = node.OpenRead();
        long stored = 0;
        foreach (var segment in header.IsSparse ? segments : [new SparseSegment(0, attributes.Size)])
        {
            content.Position = segment.Offset;
            Copy(content, segment.Length);
            stored += segment.Length;
        }

        output.Write(new byte[TarHeaderWriter.PaddingOf(stored)]);
    }

    // In whole blocks of the archive: GNU tar reads each segment from a new block on, others read them back to back.
    private static List<SparseSegment> SegmentsOf(FileNode node, long size)
    {
        List<SparseSegment> segments = [];
        foreach (var range in node.DataRanges())
        {
            var start = range.Start - (range.Start % TarHeaderWriter.BlockLength);
            var end = Math.Min(size, range.End + TarHeaderWriter.PaddingOf(range.End));
            if (segments is [.., var last] && last.Offset + last.Length >= start)
            {
                start = last.Offset;
                segments.RemoveAt(segments.Count - 1);
            }

            segments.Add(new SparseSegment(start, end - start));
        }

        return segments;
    }

    private void Copy(Stream content, long length)
    {
        while (length > 0)
        {
            options.End.ThrowIfCancellationRequested();
            var count = content.Read(_buffer.AsSpan(0, (int)Math.Min(BufferBytes, length)));
            output.Write(_buffer.AsSpan(0, count > 0 ? count : throw new OciFsException(OciFsError.Unavailable, "the file ends too early")));
            options.Work?.Advance(count);
            length -= count;
        }
    }

    private static IEnumerable<(byte[] Name, byte[] Value)> XattrsOf(FileNode node) =>
        node.ListXattrs().Select(name => (name.Bytes.ToArray(), node.GetXattr(name.Bytes.AsMemory())?.ToArray() ?? []));
}
