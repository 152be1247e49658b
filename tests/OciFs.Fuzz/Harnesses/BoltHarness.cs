using OciFs.Fuzz.Engine;
using OciFs.Fuzz.Mutate;
using OciFs.References;
using OciFs.Stores.Bolt;
using OciFs.Stores.Containerd;

namespace OciFs.Fuzz.Harnesses;

/// <summary>A bbolt file whose meta pages are sound: every bucket is read, or it is told where it is not sound; the same as containerd's names.</summary>
internal sealed class BoltHarness : Harness
{
    private const int DeepestBucket = 8;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"ocifs-fuzz-{Environment.ProcessId}.db");

    public override string Name => "bolt";

    public override int MostBytes => 12 << 10;

    public override IReadOnlyList<Mutation> Mutations => NumberMutations.All;

    public override IReadOnlyList<byte[]> Words => [[.. "target"u8], [.. "digest"u8], [.. "size"u8], [.. "images"u8], [.. "v1"u8]];

    public override IEnumerable<byte[]> Seeds() => [SampleBolt.File()];

    public override byte[] Repair(byte[] input, Random random) => SampleBolt.Sum(input);

    public override void Run(byte[] input)
    {
        File.WriteAllBytes(_path, input);
        try
        {
            Try(() =>
            {
                using var file = BoltFile.Open(_path, "missing");
                file.Read((_, root) => Walk(root, DeepestBucket));
            });
            Try(() => CheckNames(ContainerdState.Read(_path, new NamespaceChoice(null, "default"), null)));
        }
        finally
        {
            File.Delete(_path);
        }
    }

    /// <summary>What is listed is found.</summary>
    private static int Walk(BoltBucket bucket, int depth)
    {
        var count = 0;
        foreach (var entry in bucket.Entries())
        {
            count += entry.IsBucket && depth > 0 ? Walk(bucket.Open(entry), depth - 1) : 1;
            if (!entry.IsBucket && bucket.Value(entry.Key.Span) is { } value && !value.Span.SequenceEqual(entry.Value.Span))
                throw new FindingException("a key is found with another value than it is listed with");
        }

        return count;
    }

    private static void CheckNames(ContainerdState state)
    {
        foreach (var images in state.Listing.Namespaces.Select(known => known.Listing.Images))
        {
            if (images.Select(image => PathSegment.Encode(image.Name)).Distinct(StringComparer.Ordinal).Count() != images.Length)
                throw new FindingException("two names are one folder");
        }
    }

    private void Try(Action read)
    {
        try
        {
            read();
        }
        catch (OciFsException error)
        {
            if (!error.Message.StartsWith(_path, StringComparison.Ordinal))
                throw new FindingException($"an error that does not say where: {error.Message}");
        }
    }
}
