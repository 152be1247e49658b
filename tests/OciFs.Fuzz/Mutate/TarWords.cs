using System.Text;

namespace OciFs.Fuzz.Mutate;

/// <summary>Words of tar: keys and values of PAX records, names that mean something, numbers.</summary>
internal static class TarWords
{
    public static readonly IReadOnlyList<string> Keys =
    [
        "path", "linkpath", "size", "uid", "gid", "uname", "mtime", "atime", "ctime", "comment", "SCHILY.devmajor", "SCHILY.devminor",
        "SCHILY.xattr.user.a", "SCHILY.xattr.", "SCHILY.xattr.security.capability", "SCHILY.realsize", "SCHILY.fflags",
        "LIBARCHIVE.xattr.user.%61", "LIBARCHIVE.xattr.%zz", "LIBARCHIVE.creationtime", "GNU.sparse.major", "GNU.sparse.minor",
        "GNU.sparse.name", "GNU.sparse.realsize", "GNU.sparse.size", "GNU.sparse.map", "GNU.sparse.numblocks", "GNU.sparse.offset",
        "GNU.sparse.numbytes", "hdrcharset",
    ];

    public static readonly IReadOnlyList<string> Values =
    [
        "", "0", "1", "-1", "3", "7", "100", "511", "512", "513", "1.5", "-1.5", "0.000000001", "1e9", "08", "+1", " 1", "4294967294",
        "4294967296", "8589934592", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "0,1", "5,3", "1,1,3,1", "5,3,",
        "0,100,50,1", "0,9223372036854775807", "Mg", "M", "====", "a", "dir/file", "/", ".", "..", "../x", "a/../..", "dir/", ".wh.x",
        ".wh..wh..opq", "a\0b", "\u00ff", "2\n1\n1\n9\n2\n",
    ];

    public static readonly IReadOnlyList<byte[]> All = [.. Keys.Concat(Values).Where(word => word.Length > 0).Select(Encoding.Latin1.GetBytes)];
}
