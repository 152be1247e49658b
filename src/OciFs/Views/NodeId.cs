namespace OciFs.Views;

/// <summary>A file of the tree of design §1 while it is open: 24 bits of view, 40 bits of what that view makes of them. The root is 1.</summary>
public readonly record struct NodeId(ulong Value)
{
    private const int LocalBits = 40;

    /// <summary>The root of the tree.</summary>
    public static readonly NodeId Root = new(1);

    internal int View => (int)(Value >> LocalBits);

    internal ulong Local => Value & ((1UL << LocalBits) - 1);

    internal static NodeId Of(int view, ulong local) => new(((ulong)view << LocalBits) | local);
}
