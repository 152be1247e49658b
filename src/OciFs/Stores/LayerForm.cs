namespace OciFs.Stores;

/// <summary>As what a store has a layer.</summary>
public enum LayerForm
{
    /// <summary>It does not.</summary>
    Missing,

    /// <summary>The blob that the manifest speaks of.</summary>
    Blob,

    /// <summary>Its tar or all that it takes to make it again byte for byte, but not the blob.</summary>
    Tar,

    /// <summary>The unpacked files only: there is neither blob nor tar.</summary>
    Folder,
}
