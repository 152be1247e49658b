using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>One request being answered: its parts, already checked against the operation's row in the table, and the reply.</summary>
internal ref struct Exchange
{
    /// <summary>The request's header.</summary>
    public required fuse_in_header Header { get; init; }

    /// <summary>All after the header; at least as long as the row asks for.</summary>
    public required ReadOnlySpan<byte> Body { get; init; }

    /// <summary>The name at the end of the body, where the row asks for one.</summary>
    public ReadOnlySpan<byte> Name { get; set; }

    /// <summary>Who asks.</summary>
    public required RequestContext Context { get; init; }

    /// <summary>Takes the answer.</summary>
    public required ReplyWriter Reply;

    /// <summary>The node that the request is about.</summary>
    public readonly NodeId Node => new(Header.nodeid);
}
