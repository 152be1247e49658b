using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Commands;

/// <summary>A tmpfs of some options; unmounted when disposed. Root only.</summary>
internal sealed class SmallDisk : IDisposable
{
    public SmallDisk(string path, string options)
    {
        Path = Directory.CreateDirectory(path).FullName;
        Command.Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", Path).Ok();
    }

    public string Path { get; }

    public void Remount(string options) => Command.Run("mount", "-o", $"remount,{options}", Path).Ok();

    public void Dispose() => Command.Run("umount", Path);
}
