using System.Text;
using OciFs.Images;
using OciFs.Views;

namespace OciFs.Unpacking;

/// <summary>
/// Copies files of images into a folder of the host. Whatever the links of an image say, and whatever somebody makes of the folder meanwhile, nothing outside it
/// is written to: all is done from opened directories, by single names, and no link is followed. A file of which the copy fails is told, and the others are
/// copied. One thread; owns the opened folder.
/// </summary>
public sealed class FolderCopy : IDisposable
{
    private const uint OwnerBits = 0x1C0; // 0700
    private const uint Permissions = 0x1FF; // 0777
    private const uint Sticky = 0x200; // 01000, which mkdir(2) takes and cp keeps.

    private readonly string _shown;
    private readonly CopyOptions _options;
    private readonly TargetPath _target;
    private readonly AttributeKeeper _keeper = new();
    private readonly FileWriter _writer;
    private readonly LinkTable<FirstName> _links = new();

    /// <summary>Opens the folder that is copied into.</summary>
    /// <param name="folder">Its path, in bytes; links on the way are the user's own and are followed.</param>
    /// <param name="options">How to copy.</param>
    /// <exception cref="OciFsException">It is not there, no folder, or may not be read.</exception>
    public FolderCopy(ReadOnlySpan<byte> folder, CopyOptions options)
    {
        _shown = Encoding.UTF8.GetString(folder);
        _options = options;
        _writer = new FileWriter(options, _keeper);
        try
        {
            _target = new TargetPath(TargetFolder.Open(folder));
        }
        catch (TargetException error)
        {
            throw new OciFsException(OciFsError.Unavailable, $"{_shown}: {error.Message}", error);
        }
    }

    /// <summary>Whether all that was to be copied was.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Copies a file with all below it.</summary>
    /// <param name="source">The file.</param>
    /// <param name="name">What it is called in the folder; empty for a directory whose content goes into the folder itself.</param>
    /// <exception cref="OciFsException">Nothing more can be written: the disk is full, or read-only.</exception>
    /// <exception cref="OperationCanceledException">It was ended; what was copied whole stays.</exception>
    public void Copy(in CopySource source, ReadOnlySpan<byte> name)
    {
        var walk = new SourceWalk(source, name, _options.FollowsLinks);
        try
        {
            while (TryMove(walk))
            {
                _options.End.ThrowIfCancellationRequested();
                Copy(walk, source.File.Tree);
            }
        }
        finally
        {
            _target.Clear();
        }
    }

    /// <summary>Tells what could not be kept of all that was copied.</summary>
    public void Finish()
    {
        if (_keeper.Remark is { } remark)
        {
            _options.Remark($"{_shown}: not all attributes could be kept ({remark})");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _target.Dispose();

    // Whatever cannot be read is told, and left out.
    private bool TryMove(SourceWalk walk)
    {
        while (true)
        {
            try
            {
                return walk.MoveNext();
            }
            catch (OciFsException error)
            {
                Tell(walk, error.Message);
            }
        }
    }

    private void Copy(SourceWalk walk, ImageTree tree)
    {
        try
        {
            var node = new FileNode(tree, walk.Node);
            if (walk.IsLeaving)
            {
                Leave(walk, node);
            }
            else if (walk.Kind is FileKind.Directory)
            {
                Enter(walk);
            }
            else
            {
                CopyFile(walk, node);
            }
        }
        catch (TargetException error) when (!error.EndsAll)
        {
            Tell(walk, error.Message);
        }
        catch (TargetException error)
        {
            throw new OciFsException(OciFsError.Unavailable, $"{Shown(walk)}: {error.Message}", error);
        }
        catch (OciFsException error)
        {
            Tell(walk, error.Message);
        }
    }

    private void Enter(SourceWalk walk)
    {
        if (walk.Path.IsEmpty)
        {
            return;
        }

        try
        {
            _target.Enter(MakeFolder(Interop.Text(walk.Name), walk.Attributes.Mode));
        }
        catch (TargetException)
        {
            walk.SkipDirectory();
            throw;
        }
    }

    private TargetFolder MakeFolder(byte[] name, uint mode)
    {
        var above = _target.Current;
        var error = Interop.ErrorOf(Interop.mkdirat(above.Descriptor, name, _options.KeepsAll ? OwnerBits : (mode & (Sticky | Permissions)) | OwnerBits));
        if (error is not (0 or Interop.EEXIST))
        {
            throw new TargetException(error);
        }

        if (error == Interop.EEXIST)
        {
            RequireFolder(above, name);
        }

        var made = above.OpenChild(name, isNew: error == 0);
        above.Note(name);
        return made;
    }

    private static void RequireFolder(TargetFolder above, byte[] name)
    {
        if (above.Find(name) is not { } status)
        {
            return;
        }

        if (above.HasMade(status) && !above.HasMade(status, name))
        {
            throw new TargetException("the file system takes another name of this folder for the same");
        }

        if (!UnixMode.IsDirectory(status.Mode))
        {
            throw new TargetException("there is a file of this name that is no folder");
        }
    }

    // Modes and times last: a folder that nobody may write to is written to until then.
    private void Leave(SourceWalk walk, FileNode node)
    {
        var isTop = walk.Path.IsEmpty;
        var folder = _target.Current;
        try
        {
            if (!isTop)
            {
                _target.PrepareToLeave();
            }

            if (_options.KeepsAll)
            {
                _keeper.Apply(folder.Descriptor, node, walk.Attributes, folder.IsNew);
            }
            else if (folder.IsNew)
            {
                var mode = folder.Status.Mode & UnixMode.PermissionMask & ~(Permissions & ~walk.Attributes.Mode);
                TargetException.ThrowIf(Interop.ErrorOf(Interop.fchmod(folder.Descriptor, mode)));
            }
        }
        finally
        {
            if (!isTop)
            {
                _target.Leave();
            }
        }
    }

    private void CopyFile(SourceWalk walk, FileNode node)
    {
        var attributes = walk.Attributes;
        var name = Interop.Text(walk.Name);
        if (_options.KeepsAll && _links.Take(attributes) is { } first && TryLink(first, name, walk.IsNamed))
        {
            return;
        }

        TargetFile.Put(_target.Current, name, walk.IsNamed, (given, replaced) => Make(given, replaced, node, attributes));
        if (_options.KeepsAll && attributes.Links > 1 && _target.Current.Find(name) is { } made)
        {
            var path = walk.Path.ToArray();
            _links.Note(attributes, () => new FirstName(path, TargetFolder.IdentityOf(made)));
        }
    }

    private int Make(byte[] name, ReplacedFile? replaced, FileNode node, NodeAttributes attributes) => UnixMode.KindOf(attributes.Mode) switch
    {
        FileKind.Regular => _writer.TryWrite(_target.Current, name, _options.KeepsAll ? null : replaced, node, attributes),
        FileKind.SymbolicLink => MakeSpecial(
            name, node, attributes, folder => Interop.symlinkat(Interop.Text(node.ReadLink().AsSpan()), folder, name)),
        FileKind.CharacterDevice or FileKind.BlockDevice or FileKind.Fifo when _options.KeepsAll => MakeSpecial(
            name, node, attributes, folder => Interop.mknodat(folder, name, (attributes.Mode & UnixMode.TypeMask) | 0x180, attributes.DeviceNumber)),
        FileKind.Fifo => throw new TargetException("left out, for it is a pipe (-a copies it)"),
        _ => throw new TargetException("left out, for it is a device (-a copies it)"),
    };

    private int MakeSpecial(byte[] name, FileNode node, in NodeAttributes attributes, Func<int, int> make)
    {
        var folder = _target.Current;
        var error = Interop.ErrorOf(make(folder.Descriptor));
        if (error != 0 || !_options.KeepsAll)
        {
            return error;
        }

        try
        {
            _keeper.Apply(folder, name, node, attributes);
            return 0;
        }
        catch
        {
            _ = Interop.unlinkat(folder.Descriptor, name, 0);
            throw;
        }
    }

    // Where the first name cannot be linked to, the file is copied once more: it says the same.
    private bool TryLink(FirstName first, byte[] name, bool isNamed)
    {
        var slash = first.Path.AsSpan().LastIndexOf((byte)'/');
        var firstName = Interop.Text(first.Path.AsSpan(slash + 1));
        try
        {
            var (folder, opened) = (_target.Current, default(TargetFolder));
            using (opened = slash < 0 ? null : OpenBelowTop(first.Path.AsSpan(0, slash)))
            {
                var from = opened ?? _target.Top;
                TargetFile.Put(folder, name, isNamed, (given, _) => Link(from, firstName, folder, given, first));
                return true;
            }
        }
        catch (TargetException error) when (!error.EndsAll)
        {
            return false;
        }
    }

    private static int Link(TargetFolder from, byte[] firstName, TargetFolder folder, byte[] name, FirstName first)
    {
        var error = Interop.ErrorOf(Interop.linkat(from.Descriptor, firstName, folder.Descriptor, name, 0));
        if (error == 0 && (folder.Find(name) is not { } status || TargetFolder.IdentityOf(status) != first.Identity))
        {
            _ = Interop.unlinkat(folder.Descriptor, name, 0);
            throw new TargetException("replaced by something else while it was being linked to");
        }

        return error;
    }

    private TargetFolder OpenBelowTop(ReadOnlySpan<byte> path)
    {
        var folder = _target.Top;
        foreach (var part in path.Split((byte)'/'))
        {
            var above = folder;
            try
            {
                folder = above.OpenChild(Interop.Text(path[part]), isNew: true);
            }
            finally
            {
                if (above != _target.Top)
                {
                    above.Dispose();
                }
            }
        }

        return folder;
    }

    private string Shown(SourceWalk walk) => $"{_shown}{(_shown.EndsWith('/') ? string.Empty : "/")}{Encoding.UTF8.GetString(walk.Path)}";

    private void Tell(SourceWalk walk, string what)
    {
        IsComplete = false;
        _options.Problem($"{Shown(walk)}: {what}");
    }

    private sealed record FirstName(byte[] Path, (uint Major, uint Minor, ulong Inode) Identity);
}
