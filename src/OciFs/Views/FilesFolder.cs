using System.Collections.Immutable;
using OciFs.Layers;
using OciFs.Resolution;

namespace OciFs.Views;

/// <summary><c>files/</c>: the layers of an artifact under their titles.</summary>
internal static class FilesFolder
{
    /// <summary>Adds the folder where there is a file.</summary>
    public static void AddTo(FixedFolder folder, LayerPool blobs, ImmutableArray<ResolvedFile> files)
    {
        if (files.IsEmpty)
        {
            return;
        }

        var folders = new Dictionary<string, FixedFolder>(StringComparer.Ordinal) { [string.Empty] = folder.Add("files", new FixedFolder()) };
        foreach (var file in files)
        {
            FolderOf(folders, file.Path[..^1]).Add(file.Path[^1], new BlobFile(blobs, file.Descriptor));
        }
    }

    /// <summary>What is wrong with the files now, a line each.</summary>
    public static IEnumerable<string> Problems(LayerPool blobs, ImmutableArray<ResolvedFile> files) => files.SelectMany(file =>
    {
        var digest = file.Descriptor.Digest;
        var problems = !blobs.Store.TryGetBlobSize(digest, out var size) ? file.Descriptor.Data is null ? [$"{digest}: the store does not have this blob (fetch the image again)"] : []
            : size != file.Descriptor.Size ? [$"{digest}: the blob has {size} bytes, its descriptor says {file.Descriptor.Size} (fetch the image again)"]
            : blobs.ProblemsOf(digest);
        return problems.Select(problem => $"files/{string.Join('/', file.Path)}: {problem}");
    });

    private static FixedFolder FolderOf(Dictionary<string, FixedFolder> folders, ImmutableArray<string> path)
    {
        var at = string.Empty;
        var folder = folders[at];
        foreach (var name in path)
        {
            at += "/" + name;
            if (!folders.TryGetValue(at, out var next))
            {
                folders.Add(at, next = folder.Add(name, new FixedFolder()));
            }

            folder = next;
        }

        return folder;
    }
}
