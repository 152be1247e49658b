using System.Collections.Immutable;
using System.Text;
using OciFs.Stores.Bolt;

namespace OciFs.Stores.Containerd;

/// <summary>The names of containerd's <c>meta.db</c> by one transaction.</summary>
internal sealed record ContainerdState : StoreState
{
    // Of what is wrong with single names this many are told: a hostile file may have as many as names.
    private const int ProblemsTold = 100;

    /// <summary>The transaction, and which file it is of.</summary>
    public required (BoltMeta Meta, ulong File) Mark { get; init; }

    /// <summary>The namespace whose images are meant; null for none.</summary>
    public required string? Chosen { get; init; }

    /// <summary>Reads the names; gives <paramref name="last"/> where nothing was written since.</summary>
    /// <exception cref="OciFsException">The file cannot be read, or is not sound.</exception>
    public static ContainerdState Read(string path, NamespaceChoice choice, ContainerdState? last)
    {
        var identity = FileStatus.Of(path)?.Identity ?? 0;
        using var file = BoltFile.Open(path, "missing (no containerd has used this root)");
        if (last is not null && last.Mark == (file.Newest(), identity))
        {
            return last;
        }

        if (!file.TryRead((meta, root) => (meta, Namespaces(path, root, last)), out var read))
        {
            // The names are a moment old; whoever looks next finds the file written to, and reads it again.
            return last ?? throw new OciFsException(OciFsError.Unavailable, $"{path}: written to faster than it can be read (try again)");
        }

        var (meta, namespaces) = read;
        var chosen = choice.Of(namespaces, last?.Chosen);
        var problem = choice.Problem(path, namespaces, chosen);
        var state = new ContainerdState
        {
            Mark = (meta, identity),
            Chosen = chosen,
            Listing = new StoreListing
            {
                Images = namespaces.FirstOrDefault(candidate => candidate.Name == chosen)?.Listing.Images ?? [],
                Namespaces = namespaces,
                Problems = [.. problem is null ? [] : (string[])[problem], .. namespaces.SelectMany(candidate => candidate.Listing.Problems)],
            },
        };

        // Most transactions are about content and leases: the names are the same instance then.
        return last is not null && IsSame(last.Listing, state.Listing) ? state with { Listing = last.Listing } : state;
    }

    private static ImmutableArray<StoreNamespace> Namespaces(string path, BoltBucket root, ContainerdState? last)
    {
        if (root.Bucket("v1"u8) is not { } top)
        {
            // A database that was just made: containerd writes its version first.
            return [];
        }

        var namespaces = ImmutableArray.CreateBuilder<StoreNamespace>();
        foreach (var entry in top.Entries().Where(entry => entry.IsBucket))
        {
            if (BucketText.Of(entry.Key) is { Length: > 0 } name)
            {
                var before = last is null ? null : last.Listing.Namespaces.FirstOrDefault(candidate => candidate.Name == name)?.Listing;
                namespaces.Add(new StoreNamespace(name, Images(path, name, top.Open(entry).Bucket("images"u8), before)));
            }
        }

        return namespaces.DrainToImmutable();
    }

    private static StoreListing Images(string path, string owner, BoltBucket? bucket, StoreListing? before)
    {
        var images = ImmutableArray.CreateBuilder<NamedImage>();
        var problems = new List<string>();
        foreach (var entry in bucket?.Entries().Where(entry => entry.IsBucket) ?? [])
        {
            var name = BucketText.Of(entry.Key);
            var fault = name is { Length: > 0 } ? ImageBucket.Read(name, bucket!.Open(entry), out var image) : Unnamed(out image);
            if (fault is null)
            {
                images.Add(image);
            }
            else if (problems.Count < ProblemsTold)
            {
                problems.Add($"{path}: namespace {owner}: {name ?? Encoding.UTF8.GetString(entry.Key.Span)}: {fault} (tag or fetch the image again)");
            }
        }

        var listing = new StoreListing { Images = images.DrainToImmutable(), Problems = [.. problems] };
        return before is not null && AreSame(before, listing) ? before : listing;
    }

    private static string Unnamed(out NamedImage image)
    {
        image = null!;
        return "a name that is no text";
    }

    private static bool AreSame(StoreListing left, StoreListing right) =>
        left.Images.Length == right.Images.Length
        && left.Problems.SequenceEqual(right.Problems, StringComparer.Ordinal)
        && left.Images.Zip(right.Images).All(pair => ImageBucket.AreSame(pair.First, pair.Second));

    private static bool IsSame(StoreListing left, StoreListing right) =>
        left.Images.Equals(right.Images)
        && left.Problems.SequenceEqual(right.Problems, StringComparer.Ordinal)
        && left.Namespaces.Length == right.Namespaces.Length
        && left.Namespaces.Zip(right.Namespaces).All(pair =>
            pair.First.Name == pair.Second.Name && ReferenceEquals(pair.First.Listing, pair.Second.Listing));
}
