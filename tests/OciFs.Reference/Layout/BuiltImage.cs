namespace OciFs.Reference.Layout;

/// <summary>What <see cref="LayoutBuilder.AddImage"/> has written.</summary>
/// <param name="DiffIds">Digests of the uncompressed layers, base first.</param>
public sealed record BuiltImage(Descriptor Manifest, Descriptor Config, IReadOnlyList<Descriptor> Layers, IReadOnlyList<string> DiffIds);
