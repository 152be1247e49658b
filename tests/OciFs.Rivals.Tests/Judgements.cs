namespace OciFs.Rivals.Tests;

/// <summary>The archives on which we and the tools do not agree in all, and those of which something is told.</summary>
internal static class Judgements
{
    private const string Libarchive = "libarchive/libarchive/test/", Commons = "libcommons-compress-java/", NodeTar = "node-tar/fixtures/tars/";

    private const string NoEntry = "an extension header without an entry", BadPax = "its PAX header is malformed";

    private const string Go = "Go, by which images are unpacked, refuses it";

    private static readonly string[] SolarisTimes =
    [
        "1 mtime: 1238264462.471982219 -> 1238264462.000000000", "12 mtime: 1238277260.063198931 -> 1238277260.000000000",
        "123 mtime: 1238277265.033593567 -> 1238277265.000000000", "1234 mtime: 1238277275.924081463 -> 1238277275.000000000",
        "12345 mtime: 1238277277.942970311 -> 1238277277.000000000", "123450 mtime: 1238277385.218702165 -> 1238277385.000000000",
        "123456 mtime: 1238277620.661707284 -> 1238277620.000000000", "123457 mtime: 1238277660.111196100 -> 1238277660.000000000",
        "123458 mtime: 1238277670.874438492 -> 1238277670.000000000", "123459 mtime: 1238277679.586652647 -> 1238277679.000000000",
    ];

    private static readonly string[] TestTar =
    [
        "gnu/regtype-gnu-uid uid: 0 -> 4294967295", "gnu/regtype-gnu-uid gid: 0 -> 4294967295",
        "misc/regtype-suntar mtime: 1041808783.000000000 -> 1168349624.000000000", "-ustar/conttype (f)",
    ];

    private static readonly string[] DirectoryOfD =
        ["test2 uid: 1000 -> 0", "test2 gid: 1000 -> 0", "test2 mtime: 1441973427.000000000 -> 1441973363.000000000"];

    private static readonly string[] NameBeforeNul = [$"-{string.Concat(Enumerable.Repeat("0123456789", 20))} (f)"];

    /// <summary>By archive.</summary>
    public static IReadOnlyDictionary<string, Judgement> ByArchive { get; } = new Dictionary<string, Judgement>(StringComparer.Ordinal)
    {
        ["go/gnu-incremental.tar"] = new("line 14: D is told and skipped")
        {
            Told = [Typeflag('D')],
            GnuTar = DirectoryOfD,
            BsdTar = DirectoryOfD,
        },
        ["go/invalid-go17.tar"] = new("a prefix counts, as for Go and Python") { GnuTar = null, BsdTar = null, Python = [] },
        ["go/issue11169.tar"] = new(Go) { Told = [NoEntry] },
        ["go/nil-uid.tar"] = new("PAX's size counts, as for GNU tar")
        {
            BsdTar =
            [
                "P1050238.JPG.log size: 2176 -> 14",
                "P1050238.JPG.log sha256: de5c3a53d18b5e04b8d703bb99db7349bcefcea702357f8103cca4ac010bca70 -> "
                    + "77293b194016141d7c435b1af42d95957a3e3dd3ffb13c0cb36ca55fe1e814cc",
            ],
        },
        ["go/pax-bad-hdr-file.tar"] = new(Go) { Told = [BadPax], GnuTar = ["-foo (f)"], BsdTar = ["-foo (f)"] },
        ["go/pax-bad-hdr-large.tar.bz2.tar"] = new("line 15: over 1 MiB") { Told = ["a PAX header of 1048577 bytes, the limit is 1048576"] },
        ["go/pax-bad-mtime-file.tar"] = new(Go)
        {
            Told = ["the PAX record mtime has an impossible value"],
            GnuTar = ["-foo (f)"],
            BsdTar = ["-foo (f)"],
        },
        ["go/pax-global-records.tar"] = new("line 14: a global header applies, and an empty value takes one back; bsdtar keeps it for xattrs and times")
        {
            GnuTar = ["+file3 (f)", "+file4 (f)"],
            BsdTar = null,
        },
        [Libarchive + "test_pax_filename_encoding.tar"] = new("bsdtar complains of a name that is no UTF-8, and takes it"),
        ["go/pax-multi-hdrs.tar"] = new("bsdtar complains of the first of two headers, and takes it"),
        ["go/pax-nul-path.tar"] = new(Go) { Told = ["the PAX record path has an impossible value"], GnuTar = NameBeforeNul, BsdTar = NameBeforeNul },
        ["go/pax-nul-xattrs.tar"] = new(Go) { Told = [BadPax], GnuTar = ["-bad-null.txt (f)"], BsdTar = ["-bad-null.txt (f)"] },
        ["go/pax-path-hdr.tar"] = new(Go) { Told = [NoEntry] },
        ["go/sparse-formats.tar"] = new("its old GNU header breaks off GNU tar, not bsdtar, Go and Python") { GnuTar = null },
        [Libarchive + "test_compat_gzip_2.tgz"] = new("line 17: garbage after the end, of which gzip complains"),
        [Libarchive + "test_compat_solaris_tar_acl.tar"] = new("line 14: A is told and skipped") { Told = [Typeflag('A')] },
        [Libarchive + "test_compat_star_acl_posix1e.tar"] = new("line 11: ACLs come as xattrs only; bsdtar without ACLs makes a mode of them")
        {
            BsdTar = ["file2 mode: 0543 -> 0573"],
        },
        [Libarchive + "test_compat_zstd_2.tar.zst"] = new("GNU tar unpacks it and complains of the second frame"),
        [Libarchive + "test_pax_xattr_header_libarchive.tar"] = new("line 11: xattrs come by SCHILY.xattr")
        {
            BsdTar = ["file xattrs: user.data1=41424344454647,user.data2=58595a -> -"],
        },
        [Libarchive + "test_read_pax_xattr_rht_security_selinux.tar"] = new("line 11: xattrs come by SCHILY.xattr")
        {
            BsdTar = ["test.txt xattrs: security.selinux=73797374656d5f753a6f626a6563745f723a61646d696e5f686f6d655f743a7330 -> -"],
        },
        [Libarchive + "test_read_format_gtar_sparse_1_17_posix10_modified.tar"] = new("refused by GNU tar and Go")
        {
            Told = ["its sparse map is malformed"],
            GnuTar = ["-sparse (f)"],
            BsdTar = ["-sparse (f)"],
        },
        [Libarchive + "test_read_format_tar_empty_filename.tar"] = new("a directory without a name is the root, as for GNU tar; bsdtar skips it")
        {
            BsdTar = [". mode: 0755 -> 0775", ". uid: 0 -> 1000"],
        },
        [Libarchive + "test_read_format_tar_empty_with_gnulabel.tar"] = new("line 14: V is told and skipped") { Told = [Typeflag('V')] },
        ["libarchive/tar/test/test_patterns_4.tar"] = new("line 15: '..' stops at the root; the tools leave such entries out")
        {
            Told = ["its path leads out of the image; it was stopped at the root"],
            GnuTar = null,
            BsdTar = null,
        },
        [Commons + "COMPRESS-417.tar"] = new("bsdtar does not know it as a tar") { BsdTar = ["+test1.xml (f)", "+test2.xml (f)"] },
        [Commons + "archives/SunOS_cAEf.tar"] = new("line 14: X is told and skipped") { Told = [Typeflag('X')], GnuTar = SolarisTimes, BsdTar = SolarisTimes },
        [Commons + "archives/SunOS_cEf.tar"] = new("line 14: X is told and skipped") { Told = [Typeflag('X')], GnuTar = SolarisTimes, BsdTar = SolarisTimes },
        [Commons + "longpath/hudson-E.tar"] = new("line 14: X is told and skipped") { Told = [Typeflag('X')] },
        [Commons + "simple-aix-native-tar.tar"] = new("a link has its time, as for GNU tar")
        {
            BsdTar = ["sample/link-to-txt-file.lnk mtime: 0.000000000 -> 256377302.000000000"],
        },
        ["node-tar-stream/fixtures/incomplete.tar"] = new("padding may be missing; GNU tar gives up the file before it, bsdtar after it")
        {
            GnuTar = null,
        },
        [NodeTar + "global-header.tar"] = new("line 14: a global header's path applies, as for GNU tar") { BsdTar = ["-one-byte.txt (f)", "+ab (f)"] },
        [NodeTar + "links-invalid.tar"] = new("rule 6: a hard link to nothing is told and skipped")
        {
            Told = ["its hard link target '' is no file at that place; it is left out"],
        },
        [NodeTar + "path-missing.tar"] = new("a file without a name is told and skipped")
        {
            Told = ["it would take the place of the root; it is left out"],
        },
        ["python/recursion.tar"] = new("a PAX header whose length is its own") { Told = [BadPax] },
        ["python/testtar.tar"] = new("line 13: -1 is shown as it is; line 14: 7 and X are told and skipped")
        {
            Told = [Typeflag('7'), Typeflag('X')],
            GnuTar = TestTar,
            BsdTar = TestTar,
            Python = TestTar,
        },
    };

    private static string Typeflag(char flag) => $"typeflag 0x{(int)flag:x2} is not supported";
}
