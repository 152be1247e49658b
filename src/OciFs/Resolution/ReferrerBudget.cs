using System.Collections.Immutable;
using System.Globalization;

namespace OciFs.Resolution;

/// <summary>What one search for referrers has left, in all and of the image it is at. Used by one thread.</summary>
/// <param name="limits">What there was.</param>
internal sealed class ReferrerBudget(ReferrerLimits limits)
{
    private const string Store = "referrers: the store";
    private const string Rest = "those behind were not searched";

    private readonly HashSet<string> _problems = new(StringComparer.Ordinal);
    private string _image = string.Empty;
    private long _descriptors;
    private long _descriptorsHere;
    private long _bytes;
    private long _bytesHere;

    /// <summary>What there was no room for, a line each.</summary>
    public ImmutableArray<string> Problems => [.. _problems];

    /// <summary>Whether something of the image was left out.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>Goes on to another image.</summary>
    public void Begin(string image)
    {
        (_image, _descriptorsHere, _bytesHere, IsSpent) = (image, 0, 0, false);
    }

    /// <summary>Whether one more document may be looked at.</summary>
    public bool HasRoomForDocument(int looked) => looked < limits.Documents || Refuse(Store, limits.Documents, "documents");

    /// <summary>Takes some entries of an index; all or none.</summary>
    public bool TakeDescriptors(int count) => Take(count, "descriptors", ref _descriptorsHere, limits.DescriptorsPerImage, ref _descriptors, limits.Descriptors);

    /// <summary>Takes the bytes of a document.</summary>
    public bool TakeBytes(long count) => Take(count, "bytes of documents", ref _bytesHere, limits.BytesPerImage, ref _bytes, limits.Bytes);

    private bool Take(long count, string what, ref long here, long mostHere, ref long all, long most)
    {
        if (count > mostHere - here)
        {
            return Refuse($"referrers: {_image}", mostHere, what);
        }

        if (count > most - all)
        {
            return Refuse(Store, most, what);
        }

        here += count;
        all += count;
        return true;
    }

    private bool Refuse(string where, long most, string what)
    {
        IsSpent = true;
        if (_problems.Count < Limits.ProblemsPerLayer)
        {
            _problems.Add(string.Create(CultureInfo.InvariantCulture, $"{where} has more than {most} {what}; {Rest}"));
        }

        return false;
    }
}
