using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace OciFs.Soak;

/// <summary>What a reader does with a tree, each compared with the unpacked one. One thread.</summary>
internal sealed unsafe class Operations(Tree[] trees, int seed)
{
    private const int Longest = 1 << 20;
    private const long LongestWhole = 16 << 20;
    private const int Page = 4096;

    private readonly Random _random = new(seed);
    private readonly byte[] _mounted = GC.AllocateUninitializedArray<byte>(Longest + Page, pinned: true);
    private readonly byte[] _unpacked = GC.AllocateUninitializedArray<byte>(Longest);

    /// <summary>By name, how often of a hundred, what.</summary>
    public (string Name, int Share, Action Run)[] All =>
    [
        ("pread", 34, Pread), ("whole", 12, Whole), ("walk", 16, Walk), ("attributes", 8, Attributes), ("mmap", 8, Map), ("abort", 10, Abort), ("direct", 4, Direct),
        ("holes", 3, Holes), ("seekdir", 3, SeekFolder), ("killed", 1, Killed), ("signals", 1, Signals),
    ];

    /// <summary>One of them, by their shares.</summary>
    public (string Name, Action Run) Next()
    {
        var draw = _random.Next(All.Sum(operation => operation.Share));
        foreach (var (name, share, run) in All)
        {
            if ((draw -= share) < 0)
                return (name, run);
        }
        throw new UnreachableException();
    }

    private Tree AnyTree() => trees[_random.Next(trees.Length)];

    private string Any(IReadOnlyList<string> paths) => paths[_random.Next(paths.Count)];

    private (string Mounted, string Unpacked, long Size) AnyFile()
    {
        var tree = AnyTree();
        var path = Any(tree.Files);
        var file = Path.Join(tree.Unpacked, path);
        return (Path.Join(tree.Mounted, path), file, FileFacts.Of(file).Size);
    }

    private void Pread()
    {
        var (mounted, unpacked, size) = AnyFile();
        using var one = new OpenFile(mounted);
        using var other = new OpenFile(unpacked);
        for (var i = 0; i < 4; i++)
            Compare(one, other, mounted, _random.NextInt64(size + 1), _random.Next(1, _random.Next(4) == 0 ? Longest : 64 << 10));
    }

    private void Compare(OpenFile one, OpenFile other, string path, long offset, int length)
    {
        var got = one.Read(offset, _mounted.AsSpan(0, length));
        var wanted = other.Read(offset, _unpacked.AsSpan(0, length));
        if (!_mounted.AsSpan(0, got).SequenceEqual(_unpacked.AsSpan(0, wanted)))
            throw new Mismatch($"{path}: {got} bytes at {offset} are not the {wanted} that it has there");
    }

    private void Whole()
    {
        var (mounted, unpacked, size) = AnyFile();
        using var one = new OpenFile(mounted);
        using var other = new OpenFile(unpacked);
        for (long offset = 0; offset <= Math.Min(size, LongestWhole); offset += Longest)
            Compare(one, other, mounted, offset, Longest);
    }

    private void Walk()
    {
        var tree = AnyTree();
        var folder = Any(tree.Folders);
        var names = NamesOf(Path.Join(tree.Mounted, folder));
        if (!names.SequenceEqual(NamesOf(Path.Join(tree.Unpacked, folder)), StringComparer.Ordinal))
            throw new Mismatch($"{Path.Join(tree.Mounted, folder)}: its names are others");
        foreach (var name in names.Where(name => !name.Contains('\uFFFD', StringComparison.Ordinal)).Take(200))
            CompareFacts(tree, Path.Join(folder, name));
    }

    private static string[] NamesOf(string folder) => [.. Folder.List(folder).Select(entry => entry.Name).Order(StringComparer.Ordinal)];

    private static void CompareFacts(Tree tree, string path)
    {
        var told = FileFacts.Of(Path.Join(tree.Mounted, path));
        var wanted = FileFacts.Of(Path.Join(tree.Unpacked, path));
        if (told != wanted)
            throw new Mismatch($"{Path.Join(tree.Mounted, path)}: {told}, not {wanted}");
    }

    private void Attributes()
    {
        var tree = AnyTree();
        var path = Any(_random.Next(2) == 0 && tree.Others.Count > 0 ? tree.Others : tree.Files);
        CompareFacts(tree, path);
        var (mounted, unpacked) = (Path.Join(tree.Mounted, path), Path.Join(tree.Unpacked, path));
        if (FileFacts.Of(unpacked).IsLink && !LinkOf(mounted).SequenceEqual(LinkOf(unpacked)))
            throw new Mismatch($"{mounted}: the link leads elsewhere");
        foreach (var name in XattrsOf(unpacked))
        {
            if (!ValueOf(mounted, name).SequenceEqual(ValueOf(unpacked, name)))
                throw new Mismatch($"{mounted}: {name} has another value");
        }
        if (Native.lgetxattr(mounted, "user.ocifs.nothing", null, 0) >= 0)
            throw new Mismatch($"{mounted}: it has an extended attribute that nobody gave it");
    }

    private byte[] LinkOf(string path)
    {
        fixed (byte* buffer = _mounted)
            return Got(Native.readlink(path, buffer, Longest), "readlink", path);
    }

    private byte[] ValueOf(string path, string name)
    {
        fixed (byte* buffer = _mounted)
            return Got(Native.lgetxattr(path, name, buffer, Longest), $"getxattr {name}", path);
    }

    // What umoci and the unpacked tree's own file system add is none of the image's.
    private string[] XattrsOf(string path)
    {
        fixed (byte* buffer = _mounted)
        {
            var names = Encoding.UTF8.GetString(Got(Native.llistxattr(path, buffer, Longest), "listxattr", path)).Split('\0', StringSplitOptions.RemoveEmptyEntries);
            return [.. names.Where(name => !name.StartsWith("user.rootlesscontainers", StringComparison.Ordinal) && !string.Equals(name, "security.selinux", StringComparison.Ordinal))];
        }
    }

    private byte[] Got(nint length, string what, string path) =>
        length >= 0 ? _mounted[..(int)length] : throw new Mismatch($"{what} {path}: errno {Marshal.GetLastPInvokeError()}");

    private void Map()
    {
        var (mounted, unpacked, size) = AnyFile();
        using var one = new OpenFile(mounted);
        using var other = new OpenFile(unpacked);
        var length = Math.Min(size, 64L << 20);
        var memory = Native.mmap(null, (nuint)length, Native.PROT_READ, Native.MAP_PRIVATE, one.Descriptor, 0);
        if ((nint)memory == -1)
            throw new Mismatch($"mmap {mounted}: errno {Marshal.GetLastPInvokeError()}");
        for (var i = 0; i < 8; i++)
        {
            var offset = _random.NextInt64(length);
            var wanted = other.Read(offset, _unpacked.AsSpan(0, (int)Math.Min(Page, length - offset)));
            if (!new ReadOnlySpan<byte>(memory + offset, wanted).SequenceEqual(_unpacked.AsSpan(0, wanted)))
                throw new Mismatch($"{mounted}: mapped bytes at {offset} are others");
        }
        _ = Native.munmap(memory, (nuint)length);
    }

    private void Abort()
    {
        for (var i = 0; i < 10; i++)
            new OpenFile(AnyFile().Mounted).Dispose();
    }

    private void Direct()
    {
        var (mounted, unpacked, size) = AnyFile();
        using var one = new OpenFile(mounted, Native.Direct);
        using var other = new OpenFile(unpacked);
        fixed (byte* start = _mounted)
        {
            var aligned = (int)((Page - ((nint)start % Page)) % Page);
            var offset = _random.NextInt64((size / Page) + 1) * Page;
            var got = one.Read(offset, _mounted.AsSpan(aligned, 64 << 10));
            var wanted = other.Read(offset, _unpacked.AsSpan(0, 64 << 10));
            if (!_mounted.AsSpan(aligned, got).SequenceEqual(_unpacked.AsSpan(0, wanted)))
                throw new Mismatch($"{mounted}: {got} bytes read directly at {offset} are not the {wanted} that it has there");
        }
    }

    // Where a file has holes is the file system's affair; that they are zeros is not.
    private void Holes()
    {
        var (mounted, unpacked, size) = AnyFile();
        using var one = new OpenFile(mounted);
        using var other = new OpenFile(unpacked);
        for (long at = 0; at < size;)
        {
            var data = Native.lseek(one.Descriptor, at, Native.SEEK_DATA);
            if (data < 0 && Marshal.GetLastPInvokeError() != Native.ENXIO)
                throw new Mismatch($"lseek {mounted}: errno {Marshal.GetLastPInvokeError()}");
            for (var hole = at; hole < (data < 0 ? size : data); hole += Longest)
            {
                var read = other.Read(hole, _unpacked.AsSpan(0, (int)Math.Min(Longest, (data < 0 ? size : data) - hole)));
                if (_unpacked.AsSpan(0, read).ContainsAnyExcept((byte)0))
                    throw new Mismatch($"{mounted}: there is data in the hole at {hole}");
            }
            if (data < 0)
                return;
            at = Native.lseek(one.Descriptor, data, Native.SEEK_HOLE);
            if (at <= data)
                throw new Mismatch($"{mounted}: no hole follows the data at {data}");
        }
    }

    private void SeekFolder()
    {
        var tree = AnyTree();
        var folder = Path.Join(tree.Mounted, Any(tree.Folders));
        var all = Folder.List(folder);
        if (all.Count == 0)
            return;
        var place = _random.Next(all.Count);
        var rest = Folder.List(folder, all[place].Next);
        if (!rest.Select(entry => entry.Name).SequenceEqual(all.Skip(place + 1).Select(entry => entry.Name), StringComparer.Ordinal))
            throw new Mismatch($"{folder}: behind {all[place].Name} other names follow after a seek");
    }

    /// <summary>A program that is killed while it reads: nobody may be the worse for it.</summary>
    private void Killed()
    {
        var tree = AnyTree();
        using var program = Start("tar", "-C", tree.Mounted, "-cf", "-", "--ignore-failed-read", Any(tree.Folders) is { Length: > 0 } folder ? folder : ".");
        var buffer = new byte[64 << 10];
        for (var i = _random.Next(4); i > 0 && program.StandardOutput.BaseStream.Read(buffer) > 0; i--)
        {
        }
        _ = Native.kill(program.Id, Native.SIGKILL);
        program.WaitForExit();
    }

    /// <summary>A program whose reads are interrupted by signals that it handles: dd tells how far it is, and goes on.</summary>
    private void Signals()
    {
        var (mounted, unpacked, size) = AnyFile();
        using var program = Start("dd", $"if={mounted}", "bs=64k", "status=none");
        byte[] sum;
        using (var interrupted = new Timer(_ => Native.kill(program.Id, Native.SIGUSR1), null, 50, 2))
            sum = SHA256.HashData(program.StandardOutput.BaseStream);
        program.WaitForExit();
        // One that got the signal before it could handle it has died of it.
        if (program.ExitCode == 128 + Native.SIGUSR1)
            return;
        using var whole = File.OpenRead(unpacked);
        if (program.ExitCode != 0 || !sum.AsSpan().SequenceEqual(SHA256.HashData(whole)))
            throw new Mismatch($"{mounted}: dd that got signals ended with {program.ExitCode} or read something else than the {size} bytes that it has");
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" 2>/dev/null", "sh", program, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false })!;
}
