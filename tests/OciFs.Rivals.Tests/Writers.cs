namespace OciFs.Rivals.Tests;

/// <summary>Programs that write tar archives, each as a line of shell that packs the folder "t" as "a.tar".</summary>
internal static class Writers
{
    private const string Python = """
        python3 -c 'import sys, tarfile
        with tarfile.open("a.tar", "w", format=getattr(tarfile, sys.argv[1] + "_FORMAT"), encoding="utf-8", errors="surrogateescape") as archive:
            archive.add("t")'
        """;

    private const string Perl = """
        rm t/pipe t/null t/large; perl -MArchive::Tar -MFile::Find -e 'find({no_chdir => 1, wanted => sub { push @found, $_ }}, "t"); Archive::Tar->create_archive("a.tar", 0, @found)'
        """;

    /// <summary>
    /// By name. A writer may leave out what it cannot hold, and complain; what would stop it (Python, dpkg-deb) or make it wait for ever (7z, Perl) is removed.
    /// </summary>
    public static IReadOnlyDictionary<string, string> ByName { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["tar v7"] = "tar -cf a.tar --format=v7 t",
        ["tar ustar"] = "tar -cf a.tar --format=ustar t",
        ["tar oldgnu"] = "tar -cf a.tar --format=oldgnu --sparse t",
        ["tar gnu"] = "tar -cf a.tar --format=gnu --sparse t",
        ["tar posix"] = "tar -cf a.tar --format=posix --xattrs --xattrs-include='*' t",
        ["tar posix 0.0"] = "tar -cf a.tar --format=posix --sparse --sparse-version=0.0 t",
        ["tar posix 0.1"] = "tar -cf a.tar --format=posix --sparse --sparse-version=0.1 t",
        ["tar posix 1.0"] = "tar -cf a.tar --format=posix --sparse --sparse-version=1.0 --xattrs --xattrs-include='*' t",
        ["bsdtar v7"] = "bsdtar -cf a.tar --format=v7 t",
        ["bsdtar ustar"] = "bsdtar -cf a.tar --format=ustar t",
        ["bsdtar gnutar"] = "bsdtar -cf a.tar --format=gnutar t",
        ["bsdtar pax"] = "bsdtar -cf a.tar --format=pax --xattrs t",
        ["bsdtar paxr"] = "bsdtar -cf a.tar --format=paxr t",
        ["python ustar"] = "rm t/large-ids t/far t/old t/before; rm -r t/link-[13]?*0 t/p* t/[12]*n; " + Python + " USTAR",
        ["python gnu"] = Python + " GNU",
        ["python pax"] = Python + " PAX",
        ["busybox"] = "busybox tar -cf a.tar t",
        ["cpio ustar"] = "find t -print0 | cpio -0 -o -H ustar >a.tar",
        ["cpio tar"] = "find t -print0 | cpio -0 -o -H tar >a.tar",
        ["pax ustar"] = "pax -w -x ustar -f a.tar t",
        ["pax tar"] = "pax -w -x tar -f a.tar t",
        ["7z"] = "rm t/pipe; 7z a -ttar -snl -snh a.tar t",
        ["perl"] = Perl,
        ["dpkg-deb"] = "rm t/new*; mkdir t/DEBIAN; printf 'Package: t\\nVersion: 1\\nArchitecture: all\\nMaintainer: t\\nDescription: t\\n' >t/DEBIAN/control; "
            + "dpkg-deb -Znone -b t a.deb && dpkg-deb --fsys-tarfile a.deb >a.tar",
        ["git archive"] = "git init -q t && cd t && git add -A && git -c user.name=t -c user.email=t commit -qm t && git archive --prefix=t/ -o ../a.tar HEAD",
    };
}
