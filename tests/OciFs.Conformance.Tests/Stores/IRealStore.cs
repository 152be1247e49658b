namespace OciFs.Conformance.Tests.Stores;

/// <summary>A store of its own that a real tool keeps, with images of the corpus in it.</summary>
internal interface IRealStore : IDisposable
{
    /// <summary>The store as a source of ours.</summary>
    string Source { get; }

    /// <summary>What the store calls a case.</summary>
    string NameOf(string image);

    /// <summary>Brings an image of a layout into the store; false where the tool refuses it.</summary>
    bool Load(string layout, string image);

    /// <summary>Gives an image another name.</summary>
    void Tag(string image, string name);

    /// <summary>Takes a name away, and with the last of them the image.</summary>
    void Remove(string name);

    /// <summary>The tree of an image as the tool itself shows it, in a folder that is there until <see cref="Hide"/>.</summary>
    string Show(string image);

    /// <summary>Ends what <see cref="Show"/> began.</summary>
    void Hide(string image);
}
