namespace OciFs.Fuse.Wire;

/// <summary>The <c>FOPEN_*</c> flags that are answered to OPEN and OPENDIR.</summary>
[Flags]
internal enum FuseOpenFlags : uint
{
    None = 0,
    FOPEN_KEEP_CACHE = 1 << 1,
    FOPEN_CACHE_DIR = 1 << 3,
}
