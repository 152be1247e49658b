using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using OciFs.Images;
using OciFs.References;
using OciFs.Searching;
using OciFs.Views;

namespace OciFs.Cli.Arguments;

/// <summary>Makes of the options of <c>ocifs find</c> what a search asks of files.</summary>
/// <param name="parsed">The command line.</param>
internal sealed class FindConditions(ParseResult parsed)
{
    /// <summary>The conditions.</summary>
    /// <exception cref="UsageException">One cannot be understood.</exception>
    public static FileConditions Of(ParseResult parsed)
    {
        var options = new FindConditions(parsed);
        return new FileConditions
        {
            Names = [.. options.Read(FindOptions.Name, text => Pattern(text)), .. options.Read(FindOptions.Iname, text => Pattern(text, PatternRules.IgnoreCase))],
            Paths = [.. options.Read(FindOptions.Path, text => Pattern(text))],
            Kinds = options.Kinds(),
            Sizes = [.. options.Read(FindOptions.Size, text => NumberTest.TryParseSize(text))],
            Attributes = options.Attributes(),
            Xattrs = [.. options.Read(FindOptions.Xattr, Xattr).Select(pair => pair.Value)],
            Sha256 = options.Sha256(),
            Layer = options.Number(FindOptions.Layer),
            IsEmpty = parsed.GetValue(FindOptions.Empty),
            LeastDepth = options.Number(FindOptions.MinDepth) ?? 0,
            MostDepth = options.Number(FindOptions.MaxDepth) ?? int.MaxValue,
        };
    }

    private IEnumerable<T> Read<T>(Option<string[]> option, Func<string, T?> read)
        where T : class => (parsed.GetValue(option) ?? []).Select(text => read(text) ?? throw Wrong(option, text));

    private UsageException Wrong(Option option, string text) =>
        new($"{parsed.GetResult(option)?.IdentifierToken?.Value ?? option.Name} {text}: not {MeaningOf(option)} (see: ocifs find --help)");

    private static string MeaningOf(Option option) => option.Name switch
    {
        "--size" => "a number with c, k, M or G, +N for more, -N for less",
        "--perm" => "octal as 644, or as u=rw,g+s; -MODE for all of these bits, /MODE for any",
        "--newermt" => "as 2026-11-22 or 2026-11-22T10:00:00Z",
        "--sha256" => "64 hex digits",
        "--type" => "of f, d, l, b, c, p, s",
        "--xattr" => "NAME or NAME=VALUE",
        "--links" => "a number, +N for more, -N for fewer",
        _ => "a number from 0",
    };

    // A [ without its end is a character like any other, as for fnmatch(3); a \ at the end matches nothing.
    private static BytesTest Pattern(string text, PatternRules rules = PatternRules.None)
    {
        var bytes = ByteText.Encode(text);
        for (var from = bytes.Length; ; bytes = [.. bytes[..from], (byte)'\\', .. bytes[from..]])
        {
            if (FilePattern.TryParse(bytes, rules) is { } pattern)
            {
                return pattern.Matches;
            }

            from = bytes.AsSpan(0, from).LastIndexOf((byte)'[');
            if (from < 0)
            {
                return _ => false;
            }
        }
    }

    private ImmutableArray<FileKind> Kinds()
    {
        IEnumerable<FileKind>? kinds = null;
        foreach (var text in parsed.GetValue(FindOptions.Type) ?? [])
        {
            var named = text.Split(',').Select(letter => KindOf(letter) ?? throw Wrong(FindOptions.Type, text)).ToArray();
            kinds = kinds?.Intersect(named) ?? named;
        }

        // Nothing is of two types.
        return kinds is null ? [] : [.. kinds.DefaultIfEmpty(Socket)];
    }

    // No tar has sockets, and so no image: nothing is found.
    private const FileKind Socket = (FileKind)0xC000;

    private static FileKind? KindOf(string letter) => letter switch
    {
        "f" => FileKind.Regular,
        "d" => FileKind.Directory,
        "l" => FileKind.SymbolicLink,
        "b" => FileKind.BlockDevice,
        "c" => FileKind.CharacterDevice,
        "p" => FileKind.Fifo,
        "s" => Socket,
        _ => null,
    };

    private ImmutableArray<Func<FileNode, Predicate<NodeAttributes>>> Attributes()
    {
        List<Func<FileNode, Predicate<NodeAttributes>>> tests = [];
        tests.AddRange(Read(FindOptions.Perm, ModeTest.TryParse).Select(Same(static (ModeTest mode, NodeAttributes file) => mode.Holds(file.Mode))));
        tests.AddRange((parsed.GetValue(FindOptions.Links) ?? []).Select(text => NumberTest.TryParse(text) ?? throw Wrong(FindOptions.Links, text))
            .Select(Same(static (NumberTest links, NodeAttributes file) => links.Holds(file.Links))));
        tests.AddRange((parsed.GetValue(FindOptions.Newermt) ?? []).Select(text => TimeText.TryParse(text) ?? throw Wrong(FindOptions.Newermt, text))
            .Select(Same(static (NodeTime time, NodeAttributes file) => IsLater(file.Modified, time))));
        tests.AddRange((parsed.GetValue(FindOptions.Newer) ?? []).Select(Newer));
        tests.AddRange((parsed.GetValue(FindOptions.User) ?? []).Select(name => Owner(FindOptions.User, name, users => users.FindUser(name), file => file.Uid)));
        tests.AddRange((parsed.GetValue(FindOptions.Group) ?? []).Select(name => Owner(FindOptions.Group, name, users => users.FindGroup(name), file => file.Gid)));
        return [.. tests];
    }

    // A test that is the same for all images.
    private static Func<T, Func<FileNode, Predicate<NodeAttributes>>> Same<T>(Func<T, NodeAttributes, bool> holds) =>
        of => _ => file => holds(of, file);

    private static Func<FileNode, Predicate<NodeAttributes>> Newer(string path) => root =>
    {
        var time = root.Resolve(ByteText.Encode(path), followLast: false).Attributes.Modified;
        return file => IsLater(file.Modified, time);
    };

    private static Func<FileNode, Predicate<NodeAttributes>> Owner(Option option, string name, Func<ImageUsers, uint?> find, Func<NodeAttributes, uint> owner) => root =>
    {
        var number = find(new ImageUsers(root)) ?? (uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var written)
            ? written
            : throw new OciFsException(OciFsError.NotFound, $"{option.Name} {name}: the image has no such name"));
        return file => owner(file) == number;
    };

    private static bool IsLater(NodeTime one, NodeTime other) => (one.Seconds, one.Nanoseconds).CompareTo((other.Seconds, other.Nanoseconds)) > 0;

    private static StrongPair? Xattr(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var name = ByteText.Encode(equals < 0 ? text : text.AsSpan(0, equals));
        return name.Length == 0 ? null : new StrongPair(new(new FileName([.. name]), equals < 0 ? null : [.. ByteText.Encode(text.AsSpan(equals + 1))]));
    }

    private Digest? Sha256()
    {
        if (parsed.GetValue(FindOptions.Sha256) is not { } text)
        {
            return null;
        }

        var hex = text.StartsWith("sha256:", StringComparison.Ordinal) ? text : $"sha256:{text}";
        return Digest.TryParse(hex.ToLowerInvariant(), out var digest) ? digest : throw Wrong(FindOptions.Sha256, text);
    }

    private int? Number(Option<int?> option) => parsed.GetValue(option) switch
    {
        < 0 and var negative => throw Wrong(option, $"{negative}"),
        var number => number,
    };

    private sealed record StrongPair(KeyValuePair<FileName, ImmutableArray<byte>?> Value);
}
