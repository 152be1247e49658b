namespace OciFs.Tree;

/// <summary>What makes up a directory of a merged tree.</summary>
/// <param name="Content">The directories of layers whose names are in it, topmost first; the first is its identity.</param>
/// <param name="Attributes">
/// The one whose attributes it has: the topmost that an entry of its layer describes, also below an opaque marker; where none is
/// described, the lowest (design §4.5).
/// </param>
/// <param name="Unread">How many layers, from the base up, have not been read yet and may add to it.</param>
internal sealed record DirectoryParts(TreeNode[] Content, TreeNode Attributes, int Unread);

/// <summary>What a name leads to in a merged tree.</summary>
/// <param name="Node">Identity of the file.</param>
/// <param name="Name">The name that won.</param>
/// <param name="Parts">Of a directory: what makes it up; else null.</param>
internal readonly record struct TreeChild(TreeNode Node, TreeName Name, DirectoryParts? Parts);
