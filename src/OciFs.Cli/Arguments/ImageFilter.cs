using System.Text;
using OciFs.Images;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;

namespace OciFs.Cli.Arguments;

/// <summary>
/// What <c>--filter</c> asks of images, with the keys that users of Docker and Podman know. Of one key several times any may be met, of <c>label</c> all have to
/// be; of several keys each has to be met.
/// </summary>
internal sealed class ImageFilter
{
    private static readonly Dictionary<string, Func<ImageStore, string, Func<Image, bool>>> Keys = new(StringComparer.Ordinal)
    {
        ["before"] = (store, value) => CreatedBeside(store, value, isBefore: true),
        ["dangling"] = (_, value) => OneOf("dangling", value, ("true", IsDangling), ("false", image => !IsDangling(image))),
        ["digest"] = (_, value) => image => DigestsOf(image).Any(digest => StartsWith(digest, value)),
        ["id"] = (_, value) => image => (image.Id is { } id && StartsWith(id, value)) || StartsWith(image.Target.Digest, value),
        ["kind"] = (_, value) => OneOf("kind", value, Enum.GetValues<ImageKind>().Select<ImageKind, (string, Func<Image, bool>)>(
            kind => (ImageSummary.NameOf(kind), image => image.Kind == kind)).ToArray()),
        ["label"] = (_, value) => image => HasLabel(image, value),
        ["platform"] = (_, value) => OnPlatform(value),
        ["reference"] = Referenced,
        ["since"] = (store, value) => CreatedBeside(store, value, isBefore: false),
    };

    private readonly ILookup<string, Func<Image, bool>> _tests;

    private ImageFilter(IEnumerable<(string Key, Func<Image, bool> Test)> tests) =>
        _tests = tests.ToLookup(test => test.Key, test => test.Test, StringComparer.Ordinal);

    /// <summary>The keys, for the help.</summary>
    public static string Known { get; } = string.Join(", ", Keys.Keys.Order(StringComparer.Ordinal));

    /// <summary>Reads the values of all <c>--filter</c> on the command line.</summary>
    /// <exception cref="UsageException">A key is not known, or its value is not possible.</exception>
    /// <exception cref="OciFsException">The image that a value names is not there, or is several.</exception>
    public static ImageFilter Parse(ImageStore store, IEnumerable<string> values) => new(
        values.Select(value => value.IndexOf('=') is > 0 and var equals && Keys.TryGetValue(value[..equals], out var test)
            ? (value[..equals], test(store, value[(equals + 1)..]))
            : throw new UsageException($"--filter {value}: not KEY=VALUE with a KEY that is known (known are: {Known})")));

    /// <summary>Whether an image is meant.</summary>
    public bool Matches(Image image) => _tests.All(ofKey =>
        ofKey.Key == "label" ? ofKey.All(test => test(image)) : ofKey.Any(test => test(image)));

    private static Func<Image, bool> OneOf(string key, string value, params (string Word, Func<Image, bool> Test)[] words) =>
        Array.Find(words, word => word.Word == value).Test
        ?? throw new UsageException($"--filter {key}={value}: the value is one of {string.Join(", ", words.Select(word => word.Word))}");

    private static Func<Image, bool> CreatedBeside(ImageStore store, string reference, bool isBefore)
    {
        var other = store.Get(reference).DefaultPlatform?.Config?.Created
            ?? throw new OciFsException(OciFsError.NotFound, $"{store.Source}: when {reference} was created is not told (see: ocifs inspect)");
        return image => image.DefaultPlatform?.Config?.Created is { } created && (isBefore ? created < other : created > other);
    }

    private static bool IsDangling(Image image) => image.References.Tags.IsEmpty;

    private static IEnumerable<Digest> DigestsOf(Image image) => image.References.Digests
        .Select(name => Digest.TryParse(name[(name.LastIndexOf('@') + 1)..], out var digest) ? digest : image.Target.Digest).Prepend(image.Target.Digest);

    private static bool StartsWith(Digest digest, string value) =>
        value.Length > 0 && (digest.Hex.StartsWith(value, StringComparison.Ordinal) || digest.ToString().StartsWith(value, StringComparison.Ordinal));

    private static bool HasLabel(Image image, string wanted)
    {
        var equals = wanted.IndexOf('=', StringComparison.Ordinal);
        return image.DefaultPlatform?.Config?.Config.Labels is { } labels
            && labels.TryGetValue(equals < 0 ? wanted : wanted[..equals], out var value)
            && (equals < 0 || value == wanted[(equals + 1)..]);
    }

    private static Func<Image, bool> OnPlatform(string value)
    {
        var wanted = PlatformName.TryParse(value, out var platform)
            ? platform
            : throw new UsageException($"--filter platform={value}: not a platform (os/architecture[/variant], as linux/arm64)");
        var matcher = PlatformMatcher.OnlyStrict(wanted);
        return image => image.Platforms.Any(has => matcher.Matches(has.Name));
    }

    private static Func<Image, bool> Referenced(ImageStore store, string pattern)
    {
        var ends = store.Source.StartsWith($"{TransportNames.NameOf(Transport.ContainersStorage)}:", StringComparison.Ordinal);
        return FilePattern.TryParse(Encoding.UTF8.GetBytes(pattern), PatternRules.SlashIsApart) is { } parsed
            ? image => !Digest.TryParse(image.Name, out _) && Forms(image.Name, ends).Any(form => parsed.Matches(Encoding.UTF8.GetBytes(form)))
            : throw new UsageException($"--filter reference={pattern}: the pattern has a [ or \\ without an end");
    }

    // As users write a name, with and without its tag: as Docker does, also without docker.io/library/; in Podman's store as Podman does, also by the last
    // parts of the repository.
    private static List<string> Forms(string name, bool ends)
    {
        if (!ImageReference.TryParse(name, out var reference))
        {
            return [name];
        }

        var tagged = reference.WithDefaultTag().ToString();
        List<string> forms = [name, tagged, reference.Repository, reference.Familiar, reference.FamiliarRepository];
        for (var slash = !ends ? -1 : reference.Repository.IndexOf('/'); slash >= 0; slash = reference.Repository.IndexOf('/', slash + 1))
        {
            forms.AddRange([tagged[(slash + 1)..], reference.Repository[(slash + 1)..]]);
        }

        return forms;
    }
}
