using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Reference.Stacks;

/// <summary>How a layer's tar is closed and compressed; nothing of it may be seen in the tree.</summary>
public sealed record LayerForm(LayerCompression Compression = LayerCompression.None, TarEnd End = TarEnd.Marker);
