using Microsoft.Win32.SafeHandles;

namespace OciFs.Stores;

/// <summary>
/// A file or folder that a store keeps below a folder of its own. The store itself has no symbolic links there, so one on the way, or in the end, was
/// put there to lead elsewhere: it is not followed. The folder may be one, or lie behind some: its owner has moved the store.
/// </summary>
/// <param name="Folder">The store's folder.</param>
/// <param name="Name">The path below it: plain names.</param>
internal readonly partial record struct StorePlace(string Folder, string Name)
{
    /// <summary>The whole path.</summary>
    public string Path => System.IO.Path.Combine(Folder, Name);

    /// <summary>What it is; null where there is nothing, or nothing that can be seen without following a link.</summary>
    public FileStatus? Status => OperatingSystem.IsLinux() ? StatusLinux() : HasLink() ? null : FileStatus.Of(Path);

    /// <summary>Whether it is a folder, reached without following a link.</summary>
    public bool IsFolder => OperatingSystem.IsLinux() ? IsFolderLinux() : Directory.Exists(Path) && !HasLink();

    /// <summary>Whether there is a folder only for who follows links.</summary>
    public bool IsLinkedFolder => !IsFolder && Directory.Exists(Path);

    /// <summary>The whole path of a folder below a layer.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.Invalid"/>: a link leads to it.</exception>
    public string PathUnlinked() =>
        IsLinkedFolder ? throw new OciFsException(OciFsError.Invalid, $"{Path}: a symbolic link in the store, which is not followed") : Path;

    /// <summary>Opens a regular file; parameters and errors as <see cref="StoreFile.Open(string, string, string, OciFsError)"/>.</summary>
    /// <exception cref="OciFsException">It cannot be opened.</exception>
    public SafeFileHandle Open(string where, string missing, OciFsError kind = OciFsError.NotFound)
    {
        var place = this;
        return StoreFile.Open(Status, () => OperatingSystem.IsLinux() ? place.OpenLinux() : StoreFile.OpenPortable(place.Path), where, missing, kind);
    }

    private bool HasLink()
    {
        var path = Folder;
        foreach (var part in Name.Split('/'))
        {
            path = System.IO.Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }
}
