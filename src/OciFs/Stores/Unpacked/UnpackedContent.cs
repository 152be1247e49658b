namespace OciFs.Stores.Unpacked;

/// <summary>What the folder of an unpacked layer holds.</summary>
internal enum UnpackedContent
{
    /// <summary>What the layer brings, with whiteouts in one of overlay's forms.</summary>
    Overlay,

    /// <summary>The whole tree up to the layer, as the vfs driver keeps it.</summary>
    WholeTree,
}
