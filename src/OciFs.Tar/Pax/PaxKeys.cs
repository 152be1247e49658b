namespace OciFs.Tar.Pax;

/// <summary>The keys that stand for a header field, as a set.</summary>
[Flags]
internal enum PaxKeys
{
    None = 0,
    Path = 1 << 0,
    LinkPath = 1 << 1,
    Size = 1 << 2,
    Uid = 1 << 3,
    Gid = 1 << 4,
    Modified = 1 << 5,
    Accessed = 1 << 6,
    Changed = 1 << 7,
    DevMajor = 1 << 8,
    DevMinor = 1 << 9,
}
