using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OciFs.Unpacking;

/// <summary>
/// A file of the host that appears whole or not at all: it is written beside its place under another name, and takes its place when it is done. What was there is
/// replaced, and its mode and owner kept; where a link was, what it leads to. Where a device or a pipe is there, that is written to as it is.
/// </summary>
public sealed class NewFile : IDisposable
{
    private readonly string _shown;
    private readonly TargetFolder _folder;
    private readonly byte[] _name;
    private readonly byte[]? _beside;
    private readonly ReplacedFile? _replaced;
    private int _file;
    private bool _isDone;

    private NewFile(string shown, TargetFolder folder, byte[] name, bool isSpecial)
    {
        const uint readable = 0x1B6; // 0666, less the umask.
        const uint onlyOwner = 0x180; // 0600
        (_shown, _folder, _name) = (shown, folder, name);
        _beside = isSpecial ? null : TargetFile.TemporaryName();
        var flags = Interop.O_WRONLY | Interop.O_CLOEXEC | (isSpecial ? 0 : Interop.O_CREAT | Interop.O_EXCL);
        _replaced = isSpecial ? null : ReplacedFile.Find(folder, name);
        _file = Interop.openat(folder.Descriptor, _beside ?? name, flags, _replaced is null ? readable : onlyOwner);
        if (Interop.ErrorOf(_file) is not 0 and var error)
        {
            _replaced?.Dispose();
            throw new TargetException(error);
        }

        Stream = new FileStream(new SafeFileHandle(_file, ownsHandle: false), FileAccess.Write, bufferSize: 0);
    }

    /// <summary>Where its content goes; closed with this.</summary>
    public Stream Stream { get; }

    /// <summary>Begins a file.</summary>
    /// <param name="path">Its path, in bytes.</param>
    /// <exception cref="OciFsException">It cannot be written.</exception>
    public static NewFile Create(ReadOnlySpan<byte> path)
    {
        var shown = Encoding.UTF8.GetString(path);
        var isSpecial = HostPath.KindOf(path) is { } kind and not (FileKind.Regular or FileKind.Directory);
        path = isSpecial ? path : HostPath.WithoutLinks(path);
        var slash = path.LastIndexOf((byte)'/');
        try
        {
            var folder = TargetFolder.Open(slash < 0 ? "."u8 : path[..(slash + 1)]);
            try
            {
                return new NewFile(shown, folder, Interop.Text(path[(slash + 1)..]), isSpecial);
            }
            catch
            {
                folder.Dispose();
                throw;
            }
        }
        catch (TargetException error)
        {
            throw new OciFsException(OciFsError.Unavailable, $"{shown}: {error.Message}", error);
        }
    }

    /// <summary>Puts the file in its place.</summary>
    /// <exception cref="OciFsException">It cannot be put there.</exception>
    public void Finish()
    {
        Stream.Dispose();
        try
        {
            _replaced?.GiveTo(_file);
            TargetFile.Close(ref _file);
            TargetException.ThrowIf(_beside is null ? 0 : Interop.ErrorOf(Interop.renameat(_folder.Descriptor, _beside, _folder.Descriptor, _name)));
        }
        catch (TargetException error)
        {
            throw new OciFsException(OciFsError.Unavailable, $"{_shown}: {error.Message}", error);
        }

        _isDone = true;
    }

    /// <summary>Removes what was written, where it is not in its place.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        if (_file >= 0)
        {
            _ = Interop.close(_file);
            _file = -1;
        }

        _replaced?.Dispose();
        if (!_isDone && _beside is not null)
        {
            _ = Interop.unlinkat(_folder.Descriptor, _beside, 0);
        }

        _folder.Dispose();
    }
}
