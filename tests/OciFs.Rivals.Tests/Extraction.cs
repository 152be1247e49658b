using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Trees;

namespace OciFs.Rivals.Tests;

/// <summary>What a tool unpacks of an archive, as root, into an empty folder.</summary>
/// <param name="Succeeded">Whether it had nothing to complain of.</param>
/// <param name="Message">What it wrote on standard error.</param>
/// <param name="Tree">Times that the tool did not take from the archive are "now".</param>
/// <param name="LatestTime">The latest time that the file system under the folder holds, in seconds; later ones are this.</param>
internal sealed record Extraction(bool Succeeded, string Message, TreeTable Tree, long LatestTime)
{
    // Names as raw bytes; a name that leaves the folder is not followed.
    private const string PythonScript = """
        import sys, tarfile
        with tarfile.open(sys.argv[1], encoding='utf-8', errors='surrogateescape') as archive:
            for member in archive:
                if member.name.startswith('/') or '..' in member.name.split('/'): raise SystemExit('leaves the folder')
            archive.extractall(sys.argv[2], numeric_owner=True)
        """;

    /// <summary>What a tool makes of an archive.</summary>
    public static Extraction Of(Extractor extractor, string archive)
    {
        using var temp = new TempFolder();
        var start = DateTimeOffset.UtcNow;
        var result = Unpack(extractor, archive, temp["root"]);
        var tree = TreeTable.Of(temp["root"]);
        return new Extraction(result.ExitCode == 0, result.Error, WithoutTimesBetween(start, DateTimeOffset.UtcNow, tree), LatestTimeIn(temp["latest"]));
    }

    /// <summary>A tree as the file system of this extraction would hold it.</summary>
    public TreeTable Held(TreeTable tree) => new([.. tree.Rows.Select(row =>
        long.Parse(row.Modified.Split('.')[0]) > LatestTime ? row with { Modified = $"{LatestTime}.000000000" } : row)]);

    private static long LatestTimeIn(string file) =>
        long.Parse(Command.Shell("touch -d @99999999999 \"$1\" && stat -c %Y \"$1\"", file).Ok());

    /// <summary>Whether a tool has something to complain of.</summary>
    public static bool Fails(Extractor extractor, string archive)
    {
        using var temp = new TempFolder();
        return Unpack(extractor, archive, temp["root"]).ExitCode != 0;
    }

    // In a locale of bytes bsdtar would complain of every name that is not ASCII.
    private static CommandResult Unpack(Extractor extractor, string archive, string folder)
    {
        Directory.CreateDirectory(folder, (UnixFileMode)0b111_101_101);
        return extractor switch
        {
            Extractor.GnuTar => Command.Run(
                "tar", "-xpf", archive, "-C", folder, "--numeric-owner", "--same-owner", "--xattrs", "--xattrs-include=*", "--no-acls"),
            Extractor.BsdTar => Command.Run(
                "/usr/bin/env", "LC_ALL=C.UTF-8", "bsdtar", "-xpf", archive, "-C", folder, "--numeric-owner", "--same-owner", "--xattrs",
                "--no-acls", "--no-fflags"),
            _ => Command.Run("python3", "-c", PythonScript, archive, folder),
        };
    }

    private static TreeTable WithoutTimesBetween(DateTimeOffset start, DateTimeOffset end, TreeTable tree) => new([.. tree.Rows.Select(row =>
        long.Parse(row.Modified.Split('.')[0]) is var seconds && seconds >= start.ToUnixTimeSeconds() - 1 && seconds <= end.ToUnixTimeSeconds()
            ? row with { Modified = "now" }
            : row)]);
}
