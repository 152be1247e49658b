using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests.Mounts;

/// <summary>A kernel overlay with an upper layer of its own.</summary>
internal sealed class Overlay : IDisposable
{
    private readonly TempFolder folder = new();

    public Overlay(string lower)
    {
        foreach (var name in (string[])["upper", "work", "merged"])
            Directory.CreateDirectory(folder[name]);
        // A colon in lowerdir would be a separator; a link has none.
        File.CreateSymbolicLink(folder["lower"], lower);
        var options = $"lowerdir={folder["lower"]},upperdir={folder["upper"]},workdir={folder["work"]}";
        Command.Run("mount", "-t", "overlay", "overlay", "-o", options, Path).Ok();
    }

    public string Path => folder["merged"];

    public void Dispose()
    {
        Command.Run("umount", Path);
        folder.Dispose();
    }
}
