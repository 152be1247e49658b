using OciFs.Reference.Tar;

namespace OciFs.Reference.Cases;

/// <summary>An image that asks one question of whoever unpacks it.</summary>
/// <param name="Name">Also the image's tag.</param>
/// <param name="About">What is asked.</param>
/// <param name="Tars">The layers, base first.</param>
public sealed record EdgeCase(string Name, string About, IReadOnlyList<byte[]> Tars)
{
    /// <summary>A case of ordinary layers in the PAX dialect.</summary>
    internal static EdgeCase Of(string name, string about, params IEnumerable<TestEntry>[] layers) =>
        new(name, about, [.. layers.Select(layer => LayerBuilder.Tar(layer))]);

    /// <summary>A case of one layer that is built by hand.</summary>
    internal static EdgeCase Of(string name, string about, LayerBuilder layer, int endBlocks = 2) => new(name, about, [layer.ToArray(endBlocks)]);
}
