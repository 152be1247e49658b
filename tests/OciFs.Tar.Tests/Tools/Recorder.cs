using System.Text;

namespace OciFs.Tar.Tests.Tools;

/// <summary>Keeps all that a scanner tells.</summary>
internal sealed class Recorder : ITarSink
{
    public List<SeenEntry> Entries { get; } = [];

    public List<SeenProblem> Problems { get; } = [];

    public IEnumerable<string> Names => Entries.Select(entry => entry.Name);

    public IEnumerable<TarProblemKind> ProblemKinds => Problems.Select(problem => problem.Kind);

    public void Entry(in TarEntry entry)
    {
        var segments = new List<string>();
        foreach (var segment in entry.Segments)
            segments.Add($"{segment.Offset}+{segment.Length}");
        var xattrs = new List<string>();
        foreach (var xattr in entry.Xattrs)
            xattrs.Add($"{(xattr.OnlyLibarchive ? "*" : "")}{Text(xattr.Name)}={Convert.ToHexStringLower(xattr.Value)}");

        Entries.Add(new SeenEntry
        {
            Name = Text(entry.Name),
            LinkName = Text(entry.LinkName),
            Type = entry.Type,
            Mode = entry.Mode,
            Uid = entry.Uid,
            Gid = entry.Gid,
            Size = entry.Size,
            DataOffset = entry.DataOffset,
            StoredSize = entry.StoredSize,
            Modified = entry.Modified,
            Accessed = entry.Accessed,
            Changed = entry.Changed,
            DevMajor = entry.DevMajor,
            DevMinor = entry.DevMinor,
            HeaderOffset = entry.HeaderOffset,
            IsSparse = entry.IsSparse,
            NameEndsWithSlash = entry.NameEndsWithSlash,
            Segments = string.Join(' ', segments),
            Xattrs = string.Join(' ', xattrs),
        });
    }

    public void Problem(in TarProblem problem)
    {
        Assert.DoesNotContain(Problems, earlier => earlier.IsFatal);
        Problems.Add(new SeenProblem(
            problem.Kind,
            problem.IsFatal,
            problem.HeaderOffset,
            Text(problem.Name),
            Text(problem.Subject),
            problem.Value,
            problem.ToString()));
    }

    /// <summary>The only problem, which must be this.</summary>
    public SeenProblem Single(TarProblemKind kind, bool isFatal)
    {
        var problem = Assert.Single(Problems);
        Assert.Equal((kind, isFatal), (problem.Kind, problem.IsFatal));
        return problem;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
