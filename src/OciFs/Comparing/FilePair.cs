using OciFs.Views;

namespace OciFs.Comparing;

/// <summary>What two trees have at one path.</summary>
/// <param name="Path">As <see cref="FileDifference.Path"/>.</param>
/// <param name="Before">The file of the first tree; null for none. One of the two is there.</param>
/// <param name="After">The file of the second tree; null for none.</param>
/// <param name="SharesContent">Whether both are known to have the same bytes, target or device, which need not be looked at.</param>
internal readonly record struct FilePair(byte[] Path, NodeId? Before, NodeId? After, bool SharesContent = false);
