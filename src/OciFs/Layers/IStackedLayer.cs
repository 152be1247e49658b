namespace OciFs.Layers;

/// <summary>A layer of a stack, which may not have been read yet. Any thread.</summary>
internal interface IStackedLayer
{
    /// <summary>The layer's index and bytes.</summary>
    /// <exception cref="NotReadyException">Its first pass has not ended.</exception>
    /// <exception cref="OciFsException">The layer cannot be had or is none.</exception>
    LayerContent Content { get; }

    /// <summary>The layer's index and bytes, if the first pass is behind it.</summary>
    LayerContent? ContentIfReady { get; }
}
