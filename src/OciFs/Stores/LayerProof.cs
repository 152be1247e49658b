namespace OciFs.Stores;

/// <summary>What proves the bytes of a stored layer, in the first pass.</summary>
public enum LayerProof
{
    /// <summary>Its bytes as they are read have the digest <see cref="StoredLayer.Key"/>.</summary>
    Bytes,

    /// <summary>Nothing: the store has kept no digest of what it has.</summary>
    None,
}
