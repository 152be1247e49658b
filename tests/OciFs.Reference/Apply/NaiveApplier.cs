using OciFs.Reference.Posix;

namespace OciFs.Reference.Apply;

/// <summary>
/// The reference for merging: applies layers, base first, to a real folder by real system calls. Slow, and meant to be read beside the
/// rules; knows no index, no sorting, nothing lazy. Needs root (owners, devices, trusted xattrs).
/// </summary>
/// <remarks>
/// Where the rules leave a question open, it is answered so: a marker makes no directories and touches no symbolic link; names and the
/// targets of hard links are cleaned as text before any link in them is followed; a hard link's target is looked up through links of
/// any layer; an entry below a file of its own layer is skipped; a skipped entry implies no parents; the root that no entry names is a
/// missing parent like any other, with time 0 where there is no entry at all; a missing parent is 0755 root:root in a setgid directory
/// too, which the kernel would hand down; a symbolic link has mode 0777; only a name's last component makes it a marker.
/// </remarks>
public static class NaiveApplier
{
    /// <summary>Applies layers one on the other.</summary>
    /// <param name="folder">An empty folder; the tree is made in its subfolder "rootfs".</param>
    public static AppliedTree Apply(IEnumerable<IEnumerable<TestEntry>> layers, string folder)
    {
        using var work = PosixFolder.Open(folder);
        work.MakeFolder("rootfs");
        work.MakeFolder("scratch");
        var attributes = new AttributeTable();
        var problems = new List<LayerProblem>();
        var ledBack = new List<(int, ByteString)>();
        var number = 0;
        foreach (var layer in layers)
        {
            foreach (var name in Apply(layer, number, work, attributes, problems))
                ledBack.Add((number, name));
            number++;
        }

        work.Remove("scratch");
        using var root = work.OpenFolder("rootfs");
        return new AppliedTree(Path.Combine(folder, "rootfs"), problems, AttributeWriter.Write(root, attributes), ledBack);
    }

    private static List<ByteString> Apply(
        IEnumerable<TestEntry> layer, int number, PosixFolder work, AttributeTable attributes, List<LayerProblem> problems)
    {
        work.MakeFolder("layer");
        attributes.Remove(work.Stat("layer").Inode);
        using var own = new Tree(work.OpenFolder("layer"));
        using var lower = new Tree(work.OpenFolder("rootfs"));
        using var scratch = work.OpenFolder("scratch");
        var extractor = new LayerExtractor(own, lower, scratch, attributes);
        foreach (var entry in layer)
        {
            var path = TreePath.Clean(entry.Name, out var leftRoot);
            if (leftRoot)
                problems.Add(new LayerProblem(number, ProblemKind.LeftRoot, entry.Name));
            try
            {
                extractor.Apply(entry, path);
            }
            catch (SkippedEntryException skipped)
            {
                problems.Add(new LayerProblem(number, skipped.Kind, entry.Name));
            }
        }

        new LayerMerger(lower, attributes).Merge(own, extractor.Markers);
        work.Remove("layer");
        return extractor.LedBack;
    }
}
