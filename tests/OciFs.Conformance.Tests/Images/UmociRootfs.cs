using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests.Images;

/// <summary>What <c>umoci unpack</c> makes of a tagged image: the oracle of a rootfs.</summary>
internal sealed class UmociRootfs : IDisposable
{
    private readonly TempFolder folder = new();

    public UmociRootfs(string layout, string tag) => Command.Run("umoci", "unpack", "--image", $"{layout}:{tag}", folder["bundle"]).Ok();

    public string Path => System.IO.Path.Combine(folder["bundle"], "rootfs");

    public void Dispose() => folder.Dispose();
}
