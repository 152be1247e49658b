namespace OciFs.Tar.Pax;

/// <summary>An extended attribute as slices of its PAX header's buffer.</summary>
internal readonly record struct XattrSlot(ReadOnlyMemory<byte> Name, ReadOnlyMemory<byte> Value, bool OnlyLibarchive);
