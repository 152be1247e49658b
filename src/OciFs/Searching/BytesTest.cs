namespace OciFs.Searching;

/// <summary>A question to a name or a path, which are bytes. Any thread may ask it.</summary>
public delegate bool BytesTest(ReadOnlySpan<byte> bytes);
