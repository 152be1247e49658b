namespace OciFs.Stores.Unpacked;

/// <summary>A file of an unpacked layer is there, and is not what was unpacked.</summary>
internal sealed class UnlikeLayerException(string message) : IOException(message);
